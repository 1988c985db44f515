import { listColumns, temporalColumns, textColumns } from "../domain/part-columns.ts";

/**
 * Where the priority score may stand, the first that is filled wins: a number in `priority_score`, the field
 * `score` of a record there, or a column `score`.
 */
export const scoreColumns = ["priority_score", "score"] as const;

/** Column of the rows that stand for a line of the file that could not be read; it holds the line. */
export const malformedLineColumn = "malformed_line";

/** Every column that is read when the source has it. */
export const sourceColumns = [
  ...textColumns,
  ...temporalColumns,
  ...listColumns,
  ...scoreColumns,
  "active_for_use",
] as const;
