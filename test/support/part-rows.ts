import type { TruePart } from "../../src/sandbox/catalogue/true-part.ts";
import { truePart } from "../sandbox/digikey-server/own-catalogue.ts";

/** One row of a source table, as far as these tests fill it in. */
export interface PartRow {
  readonly pn: string;
  readonly manufacturer: string | null;
  readonly [column: string]: unknown;
}

export const acme = "Acme Passives";

/** Half complete and of a maker nobody has failed with: the shipped rules automate it from a score of 0.3. */
export function automatedRow(pn: string, score = 0.7): PartRow {
  return { product_id: `id-${pn}`, pn, manufacturer: acme, priority_score: { score } };
}

/** So complete that the shipped rules send it to a person, whatever its score. */
export function reviewedRow(pn: string, score = 0.7): PartRow {
  return {
    ...automatedRow(pn, score),
    category: "Resistors|Chip Resistor",
    description: "RES 10K OHM 1% 1/10W 0603",
    specs: [{ spec_name: "Resistance", spec_value: "10", spec_units: "kOhms" }],
  };
}

/** `count` rows of falling score, from just below 1 to just above 0.5; `P-001` is the first. */
export function rankedRows(count: number, makeRow: (pn: string, score: number) => PartRow): PartRow[] {
  return Array.from({ length: count }, (_, index) =>
    makeRow(rankedMpn(index), Number((0.99 - (0.45 * index) / count).toFixed(4))),
  );
}

/** The part number of the `index`-th ranked row, from 0. */
export function rankedMpn(index: number): string {
  return `P-${String(index + 1).padStart(3, "0")}`;
}

/** What a provider knows when it knows every row as the source names it. */
export function partsOf(rows: readonly (PartRow | string)[]): TruePart[] {
  return rows.flatMap((row) =>
    typeof row === "string" || row.manufacturer === null
      ? []
      : [truePart({ mpn: row.pn, manufacturer: row.manufacturer })],
  );
}
