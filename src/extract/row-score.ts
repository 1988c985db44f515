import type { RawRow } from "./part-source.ts";

/** The priority score of a row on the source's own scale, and the column it stands in. */
export type RowScore =
  | { readonly kind: "none" }
  | { readonly kind: "number"; readonly value: number; readonly column: string }
  | { readonly kind: "unreadable"; readonly value: unknown; readonly column: string };

/** Reads the score from `priority_score` (a number, or a record with `score`), else from `score`. */
export function rowScore(row: RawRow): RowScore {
  const nested = row["priority_score"];
  const isRecord = typeof nested === "object" && nested !== null && !Array.isArray(nested);
  const first = isRecord
    ? read("score" in nested ? nested.score : null, "priority_score.score")
    : read(nested, "priority_score");
  return first.kind === "none" ? read(row["score"], "score") : first;
}

function read(value: unknown, column: string): RowScore {
  if (value === null || value === undefined) return { kind: "none" };
  if (typeof value === "string" && value.trim() === "") return { kind: "none" };
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number)
    ? { kind: "number", value: number, column }
    : { kind: "unreadable", value, column };
}
