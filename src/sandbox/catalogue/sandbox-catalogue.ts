import { findTrueParts, searchTrueParts } from "./find-true-parts.ts";
import { manufacturers } from "./manufacturers.ts";

/** The catalogue in the shape in which the sandbox's server takes it. */
export const sandboxCatalogue = {
  findTrueParts,
  searchTrueParts,
  manufacturers: Object.entries(manufacturers).map(([name, { id }]) => ({ id, name })),
};
