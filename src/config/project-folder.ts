import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ownFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The folder with `rules/` and `migrations/`; a bundled worker lies elsewhere and is started in its copy of it. */
export const projectFolder = existsSync(join(ownFolder, "migrations")) ? ownFolder : process.cwd();
