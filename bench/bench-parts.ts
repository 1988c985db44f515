import { families } from "../src/sandbox/catalogue/families.ts";
import { findTrueParts } from "../src/sandbox/catalogue/find-true-parts.ts";
import type { TruePart } from "../src/sandbox/catalogue/true-part.ts";

/** Different parts that the catalogue finds by their number alone, from every family in turn. */
export function benchParts(count: number): TruePart[] {
  const parts: TruePart[] = [];
  for (let turn = 0; parts.length < count; turn += 1) {
    const family = families[turn % families.length];
    const index = Math.floor(turn / families.length);
    if (family === undefined || index >= family.size) continue;
    const part = family.at(index);
    if (findTrueParts(part.mpn).length === 1) parts.push(part);
  }
  return parts;
}

/** Parts as lines of a source file, best first. */
export function asSourceLines(parts: readonly TruePart[]): string {
  const line = ({ mpn, manufacturer, description }: TruePart, index: number) =>
    JSON.stringify({ product_id: index, pn: mpn, manufacturer, description, score: 1 - index / 1e6 });
  return `${parts.map(line).join("\n")}\n`;
}
