import { fileURLToPath } from "node:url";

/**
 * Rules as they were shipped first. Tests of behaviour use them, so that an edit of `rules/` answers to the cases
 * beside the edited file alone.
 */
export const seedRulesFolder = fileURLToPath(new URL("../seed-rules", import.meta.url));
