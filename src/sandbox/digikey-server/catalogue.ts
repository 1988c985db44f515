import type { TruePart } from "../catalogue/true-part.ts";

/** Where the server's products come from. */
export interface Catalogue {
  /** Every part with this number, whoever makes it; case does not matter. */
  findTrueParts(mpn: string): readonly TruePart[];
  /** Parts that fit the words, the best first. */
  searchTrueParts(keyword: string, options: { readonly limit: number }): readonly TruePart[];
  /** The answer to the manufacturer list; the list is empty without it. */
  readonly manufacturers?: readonly { readonly id: number; readonly name: string }[];
}
