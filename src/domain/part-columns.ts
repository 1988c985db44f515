import type { SourcePart } from "./part.ts";

/** Columns of the source table that hold text; other types are read as their text, so that `0123` stays `0123`. */
export const textColumns = [
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
