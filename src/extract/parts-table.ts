import type { DuckdbReader, ReaderColumn } from "./duckdb-reader.ts";
import { malformedLineColumn, scoreColumns, sourceColumns, wrongKeysColumn } from "./source-columns.ts";
import { nameColumns, wrongKeys } from "./wrong-keys.ts";

/** A relation of parts in DuckDB's SQL: how to get each column as text, and the score to order by. */
export interface PartsTable {
  readonly relation: string;
  /** The columns that the relation has. */
  readonly columns: ReadonlyMap<string, PartsColumn>;
  /** A DOUBLE from 0 to 1; NaN where the file holds something that is not a number. */
  readonly score: string;
}

interface PartsColumn {
  /** Its expression over the relation. */
  readonly sql: string;
  /** The text of what `value`, an expression, holds. */
  readonly textOf: (value: string) => string;
}

/** Whether the priority score of a file can be read. */
export function hasScore(reader: DuckdbReader): boolean {
  return scoreColumns.some((column) => scoreSql(reader.columns.get(column)) !== null);
}

/** The parts of a file as it is read; malformed lines get a score of NaN, so that they are seen first. */
export function partsTable(reader: DuckdbReader, scoreScale: 1 | 100): PartsTable {
  const columns = new Map<string, PartsColumn>();
  for (const name of sourceColumns) {
    const column = reader.columns.get(name);
    if (column !== undefined) {
      columns.set(name, { sql: column.sql, textOf: (value) => textSql(name, { ...column, sql: value }) });
    }
  }
  const scores = scoreColumns.flatMap((column) => scoreSql(reader.columns.get(column)) ?? []);
  // Dividing, not multiplying the floor: 7 / 100 is 0.07 in floating point, 0.07 * 100 is not 7.
  const found = scores.length === 1 ? scores.join("") : `COALESCE(${scores.join(", ")})`;
  // A comparison with the column itself is made before the rest of the row is decoded.
  const score = scoreScale === 1 ? found : `${found} / ${scoreScale}`;
  const relation = withWrongKeys(reader, columns);
  if (!reader.hasMalformedLines) return { relation, columns, score };
  withOwnKey(columns, malformedLineColumn);
  return {
    relation,
    columns,
    score: `CASE WHEN ${malformedLineColumn} IS NULL THEN ${score} ELSE CAST('NaN' AS DOUBLE) END`,
  };
}

/**
 * The relation of a file with the keys that are no text in a column of their own. As they name no part, they are null
 * in the columns by which rows are sorted and left out.
 */
function withWrongKeys({ relation, columns }: DuckdbReader, found: Map<string, PartsColumn>): string {
  const wrong = wrongKeys(columns);
  if (wrong === null) return relation;
  for (const name of [...nameColumns, "product_id"]) {
    const text = textOf(found, name);
    if (text === undefined) continue;
    found.set(name, { sql: `CASE WHEN ${wrongKeysColumn} IS NULL THEN ${text} END`, textOf: itself });
  }
  withOwnKey(found, wrongKeysColumn);
  return `(SELECT *, ${wrong} AS ${wrongKeysColumn} FROM ${relation})`;
}

/** Adds a column of rows without keys to sort by; its own hash keeps them apart at page borders. */
function withOwnKey(columns: Map<string, PartsColumn>, column: string): void {
  const productId = `COALESCE(${textOf(columns, "product_id") ?? "NULL"}, MD5(${column}))`;
  columns.set("product_id", { sql: productId, textOf: itself });
  columns.set(column, { sql: column, textOf: itself });
}

/** The text of a column as an expression over the relation; undefined where the relation does not have it. */
export function textOf(columns: PartsTable["columns"], name: string): string | undefined {
  const column = columns.get(name);
  return column?.textOf(column.sql);
}

/** Of what is text already. */
export const itself = (value: string) => value;

function textSql(name: string, { sql, type }: ReaderColumn): string {
  if (/^STRUCT|^MAP|\]$/.test(type)) return `CAST(TO_JSON(${sql}) AS VARCHAR)`;
  const text = type === "VARCHAR" ? sql : `CAST(${sql} AS VARCHAR)`;
  if (name !== "active_for_use") return text;
  return `COALESCE(CAST(TRY_CAST(${text} AS BOOLEAN) AS VARCHAR), ${text})`;
}

/** The score as DOUBLE; null when the column is absent or a record without a score. */
function scoreSql(column: ReaderColumn | undefined): string | null {
  if (column === undefined) return null;
  const { sql, type } = column;
  if (type === "DOUBLE") return sql;
  if (!type.startsWith("STRUCT")) return numberSql(`CAST(${sql} AS VARCHAR)`);
  const fieldType = /[(,] ?"?score"? (\w+)/i.exec(type)?.[1];
  if (fieldType === undefined) return null;
  return fieldType === "DOUBLE" ? `${sql}.score` : numberSql(`CAST(${sql}.score AS VARCHAR)`);
}

/** By way of text a FLOAT of 0.7 becomes the DOUBLE 0.7, and JSON, numbers and anything else are read alike. */
function numberSql(text: string): string {
  const record = `TRY_CAST(${text} AS JSON)`;
  const score = `TRIM(CASE WHEN JSON_TYPE(${record}) = 'OBJECT' THEN ${record} ->> 'score' ELSE ${text} END, ' "')`;
  return `CASE WHEN COALESCE(${score}, '') IN ('', 'null') THEN NULL
    ELSE COALESCE(TRY_CAST(${score} AS DOUBLE), CAST('NaN' AS DOUBLE)) END`;
}
