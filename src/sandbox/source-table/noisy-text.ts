import { stableFraction, stableHash } from "../digikey-server/stable-hash.ts";
import { manufacturerNamed } from "../catalogue/manufacturers.ts";
import type { TruePart } from "../catalogue/true-part.ts";

/** The part number as people type it: 3 % in lower case, 3 % padded with spaces, 2 % with a space within. */
export function noisyPartNumber(mpn: string, seed: number, rank: number): string {
  const chance = stableFraction(seed, "number", rank);
  if (chance < 0.03) return mpn.toLowerCase();
  if (chance < 0.045) return ` ${mpn}`;
  if (chance < 0.06) return `${mpn}  `;
  if (chance < 0.08) return mpn.replace("-", "- ");
  return mpn;
}

/**
 * One of the correct names of the part's maker, the canonical one for 60 % of the parts. It depends on the part, so that
 * `turn` 1 gives another name than `turn` 0.
 */
export function makerName({ mpn, manufacturer }: TruePart, turn: 0 | 1, seed: number): string {
  const { aliases } = manufacturerNamed(manufacturer);
  const names = [manufacturer, ...aliases];
  const isCanonical = stableFraction(seed, "canonical", mpn) < 0.6;
  const first = isCanonical ? 0 : 1 + (stableHash(seed, "alias", mpn) % aliases.length);
  return names[(first + turn) % names.length] ?? manufacturer;
}

const separators = [" | ", "|", "->", " -> ", " > \n"] as const;

/** A category path with one of the separators that sources use. */
export function categoryText(path: TruePart["category"], seed: number, rank: number): string {
  return path.map(({ name }) => name).join(pick(separators, seed, "separator", rank));
}

/** One of the items, chosen by the seed, a purpose and the rank. */
export function pick<T>(items: readonly [T, ...T[]], seed: number, purpose: string, rank: number): T {
  return items[stableHash(seed, purpose, rank) % items.length] ?? items[0];
}
