import type { ColumnType } from "kysely";

/** A `jsonb` column: read as plain JSON of unknown shape, written as its text. */
export type JsonColumn = ColumnType<unknown, string, string>;
