import * as z from "zod";
import { SourcePart } from "./part.ts";

/** The columns of a part that a source may keep under another name; `score` is the priority score as a number. */
export const mappableColumns = [...SourcePart.keyof().options, "score"] as const;

/**
 * Our column → the source's, a dot leading into a record: `{ pn: "mpn", score: "ranking.value" }`. What is absent
 * has our own name.
 */
export type ColumnMapping = Readonly<Partial<Record<(typeof mappableColumns)[number], string>>>;

const sourcePath = z.string().trim().min(1);

/** A mapping as an object, or as text: `pn=mpn, score=ranking.value`. */
export const ColumnMapping = z.preprocess(
  (value) => (typeof value === "string" ? pairs(value) : value),
  z.partialRecord(z.literal(mappableColumns), sourcePath),
);

/** Text that holds no pairs stays text, and is refused as such. */
function pairs(text: string): unknown {
  const parts = text.split(",").map((part) => /^\s*([^=]*?)\s*=(.*)$/s.exec(part));
  const entries = parts.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]);
  const isTwice = new Set(entries.map(([name]) => name)).size < entries.length;
  return parts.includes(null) || isTwice ? text : Object.fromEntries(entries);
}

/** A mapping as text that `ColumnMapping` reads. */
export function columnMappingText(mapping: ColumnMapping): string {
  return Object.entries(mapping)
    .map(([name, path]) => `${name}=${path}`)
    .join(", ");
}
