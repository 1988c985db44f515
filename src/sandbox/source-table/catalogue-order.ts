import { families } from "../catalogue/families.ts";
import { listedCatalogue } from "../catalogue/listed-catalogue.ts";
import type { PartFamily } from "../catalogue/part-family.ts";
import type { TruePart } from "../catalogue/true-part.ts";
import { stableHash } from "../digikey-server/stable-hash.ts";
import { coprimeStep } from "./coprime-step.ts";

const bySize = [...families].sort((a, b) => a.size - b.size);
const familyParts = families.reduce((sum, family) => sum + family.size, 0);

/** How many different parts the catalogue has. */
export const catalogueSize = listedCatalogue.length + familyParts;

const steps = new Map(bySize.map((family) => [family, coprimeStep(family.size)]));

/**
 * The part at a place of an endless walk through the catalogue: listed parts and families in turn, no part twice
 * before `catalogueSize` parts have passed. The seed decides where in each family the walk begins.
 */
export function partAt(place: number, seed: number): TruePart {
  const within = place % catalogueSize;
  const isMixed = within < 2 * listedCatalogue.length;
  const listed =
    isMixed && within % 2 === 0 ? listedCatalogue[(within / 2 + seed) % listedCatalogue.length] : undefined;
  return listed ?? familyPart(isMixed ? (within - 1) / 2 : within - listedCatalogue.length, seed);
}

/** Deals from all families in turn; a family that is used up drops out. */
function familyPart(place: number, seed: number): TruePart {
  let rest = place;
  let dealt = 0;
  for (const [index, { size }] of bySize.entries()) {
    const players = bySize.length - index;
    const cards = players * (size - dealt);
    if (rest < cards) {
      const family = bySize[index + (rest % players)];
      if (family !== undefined) return scattered(family, dealt + Math.floor(rest / players), seed);
    }
    rest -= cards;
    dealt = size;
  }
  throw new RangeError(`the families have ${familyParts} parts, none at place ${place}`);
}

function scattered(family: PartFamily, round: number, seed: number): TruePart {
  const start = stableHash(seed, family.name) % family.size;
  return family.at((start + round * (steps.get(family) ?? 1)) % family.size);
}
