import type { TruePart } from "../catalogue/true-part.ts";
import { stableHash } from "./stable-hash.ts";

/** The packagings a simulated product is sold in; the suffix is the one order numbers end with before `-ND`. */
export const packagings = {
  tapeAndReel: { id: 1, name: "Tape & Reel (TR)", suffix: "TR" },
  cutTape: { id: 2, name: "Cut Tape (CT)", suffix: "CT" },
  digiReel: { id: 243, name: "Digi-Reel®", suffix: "DKR" },
  bulk: { id: 3, name: "Bulk", suffix: "" },
  tray: { id: 17, name: "Tray", suffix: "" },
  marketplaceBulk: { id: 3, name: "Bulk", suffix: "-MP" },
} as const;
export type Packaging = (typeof packagings)[keyof typeof packagings];

/** A 14-digit id, stable for MPN and manufacturer name: wide enough that no two parts of a catalogue share one. */
export function productId(part: TruePart): number {
  const identity = `${part.manufacturer}|${part.mpn.toUpperCase()}`;
  return (100_000 + (stableHash(identity, "high") % 900_000)) * 1e8 + (stableHash(identity, "low") % 1e8);
}

/** The order number of one packaging: `13-RC0805FR-07100KLCT-ND`. */
export function orderNumber(part: TruePart, packaging: Packaging): string {
  return `${part.manufacturerId}-${part.mpn}${packaging.suffix}-ND`;
}

/** The MPNs an order number can stand for, `[]` when it is not one; `CT` may be a suffix or belong to the MPN. */
export function mpnsOfOrderNumber(number: string): readonly string[] {
  const middle = /^\d+-(.+)-ND$/i.exec(number)?.[1];
  if (middle === undefined) return [];
  const suffixes = new Set(Object.values(packagings).map((packaging) => packaging.suffix));
  return [...suffixes]
    .filter((suffix) => middle.toUpperCase().endsWith(suffix) && middle.length > suffix.length)
    .map((suffix) => middle.slice(0, middle.length - suffix.length));
}
