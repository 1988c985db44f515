import { itself, type PartsTable, textOf } from "./parts-table.ts";
import { countQuery, sourceQuery } from "./source-query.ts";

const sortScoreColumn = "sort_score";

/** `SELECT` of every column as text and of the score, under their own names: what `copiedTable` reads. */
export function copyQuery(table: PartsTable): string {
  const texts = [...table.columns].map(([name, column]) => `${column.textOf(column.sql)} AS ${name}`);
  return `SELECT ${[...texts, `${table.score} AS ${sortScoreColumn}`].join(", ")} FROM ${table.relation}`;
}

/** The same parts after the result of `copyQuery` was stored in the Parquet file `path` (an SQL literal). */
export function copiedTable(table: PartsTable, path: string): PartsTable {
  return {
    relation: `read_parquet(${path}, hive_partitioning = false, file_row_number = true)`,
    columns: new Map([...table.columns.keys()].map((name) => [name, { sql: name, textOf: itself }])),
    score: sortScoreColumn,
  };
}

/** The columns that `keyQuery` gives the texts of, so that nobody has to fetch them again. */
export const keyColumns = ["pn", "manufacturer", "product_id"] as const;

/**
 * One page of sort keys, each with its texts and the `row_id` by which `rowQuery` finds its row; without the parts of
 * `leftOut`, and none but rows with the score `least` or more.
 */
export function keyQuery(table: PartsTable, leftOut: string | null, least: number | null): string {
  const without =
    leftOut === null ? "" : ` AS row ANTI JOIN ${leftOut} ON ${leftOut}.name = ${nameHash("row")}`;
  const rows = `(SELECT * FROM ${keyedRows(table, least)}${without})`;
  return inDuckdb(sourceQuery(["row_id", ...keyColumns]), rows);
}

/** How many rows of the parts in `leftOut` lie in a stretch of the source, all of them with `least` or more, by reason. */
export function leftOutQuery(table: PartsTable, leftOut: string, least: number | null): string {
  const found = `JOIN ${leftOut} ON ${leftOut}.name = ${nameHash("row")}`;
  return inDuckdb(countQuery("reason"), `(SELECT * FROM ${keyedRows(table, least)} AS row ${found})`);
}

/**
 * What a part is known by in a table of parts to leave out: 64 bits instead of some 30 bytes. Of ten million rows and
 * a million parts left out, two that differ have the same with a probability of one to two million. Names that are
 * spelt otherwise than when the part was taken are left to whoever compares keys.
 */
export function nameHash(relation: string): string {
  return `HASH(${relation}.pn, IFNULL(${relation}.manufacturer, ''))`;
}

/** As a constant that the file's own column is compared with, `least` spares decoding the names of all rows below. */
function keyedRows(table: PartsTable, least: number | null): string {
  const keys = keyColumns.map(
    (name) => `${textOf(table.columns, name) ?? "CAST(NULL AS VARCHAR)"} AS ${name}`,
  );
  const rows = `SELECT ${keys.join(", ")}, ${table.score} AS score, file_row_number AS row_id FROM ${table.relation}`;
  return `(SELECT * FROM (${rows}) WHERE ${least === null ? "TRUE" : `score >= CAST('${least}' AS DOUBLE)`})`;
}

function inDuckdb(query: string, source: string): string {
  return query.replaceAll(/@(\w+)/g, "$$$1").replace("{{source}}", () => source);
}

/**
 * The texts of some columns of the rows `ids`. Rows are picked before anything is turned into text, or that would be
 * done for the whole file; by a list of constants, with which the file's pages without any of them are not decoded.
 */
export function rowQuery(table: PartsTable, names: readonly string[], ids: readonly bigint[]): string {
  const columns = names.flatMap((name) => {
    const column = table.columns.get(name);
    return column === undefined ? [] : [{ name, ...column }];
  });
  return `
WITH picked AS MATERIALIZED (
  SELECT file_row_number AS row_id, ${columns.map((column) => `${column.sql} AS ${column.name}`).join(", ")}
  FROM ${table.relation}
  WHERE file_row_number IN (${ids.join(", ")})
)
SELECT row_id, ${columns.map((column) => `${column.textOf(column.name)} AS ${column.name}`).join(", ")} FROM picked`;
}
