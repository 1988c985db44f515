import type { AmbiguityReason, NoMatchReason } from "./match.ts";
import type { PartQuery } from "./provider.ts";

/** What a reviewer is told when no product could be chosen. */
export function matchMessage(reason: AmbiguityReason | NoMatchReason, query: PartQuery): string {
  switch (reason) {
    case "manufacturer_differs":
      return `The provider lists "${query.mpn}", but not by "${query.manufacturer ?? ""}": choose the right product, or correct the manufacturer at the source.`;
    case "manufacturer_unclear":
      return `The source names no manufacturer for "${query.mpn}", and several make a part of that number: choose one.`;
    case "several_listings":
      return `One manufacturer has several products numbered "${query.mpn}": choose one.`;
    case "nothing_found":
      return `The provider knows no part numbered "${query.mpn}": check the number.`;
    case "number_differs":
      return `The provider found parts like "${query.mpn}", but none of exactly that number: check the number.`;
  }
}
