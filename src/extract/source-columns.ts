import type { SourcePart } from "../domain/part.ts";

/** Columns of the source table that hold text; other types are read as their text, so that `0123` stays `0123`. */
const textColumns = [
  "product_id",
  "pn",
  "product_series",
  "manufacturer",
  "brand",
  "category",
  "title",
  "description",
  "datasheet_url",
  "lifecycle_status",
  "package_type",
  "country_of_origin",
  "primary_image_url",
  "manuf_standard_packaging",
] as const satisfies readonly (keyof SourcePart)[];

/** Columns that hold a date or a time. */
export const temporalColumns = [
  "intro_date",
  "created",
  "modified",
] as const satisfies readonly (keyof SourcePart)[];

/** Columns that hold a list of records of text. */
export const listColumns = [
  "specs",
  "images",
  "sellers",
  "docs",
  "compliance",
  "extra",
] as const satisfies readonly (keyof SourcePart)[];

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
