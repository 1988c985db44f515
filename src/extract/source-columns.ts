import { listColumns, temporalColumns, textColumns } from "../domain/part-columns.ts";

/**
 * Where the priority score may stand, the first that is filled wins: a number in `priority_score`, the field
 * `score` of a record there, or a column `score`.
 */
export const scoreColumns = ["priority_score", "score"] as const;

/** Column of the rows that stand for a line of the file that could not be read; it holds the line. */
export const malformedLineColumn = "malformed_line";

/**
 * Column of the rows whose part number or manufacturer is neither text nor a whole number; it holds the keys of the
 * part as they stand in the file, as JSON.
 */
export const wrongKeysColumn = "wrong_keys";

/** Every column that is read when the source has it. */
export const sourceColumns = [
  ...textColumns,
  ...temporalColumns,
  ...listColumns,
  ...scoreColumns,
  "active_for_use",
] as const;
