import type { SourceCursor } from "./part-source.ts";
import { itself, type PartsTable, textOf } from "./parts-table.ts";
import { countQuery, scoresQuery, sourceQuery } from "./source-query.ts";

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
 * The sort keys of all rows of a table with their texts, and the `row_id` by which `rowQuery` finds a row; of those with
 * the score `least` or more, unless it is null. As a constant that the file's own column is compared with, the bound
 * spares decoding the names of all rows below.
 */
export function keyedRows(table: PartsTable, least: number | null): string {
  return keyedRowsWhere(table, least === null ? "TRUE" : `score >= ${scoreLiteral(least)}`);
}

/** One page of `rows`, a relation like `keyedRows`. */
export function keyQuery(rows: string): string {
  return inDuckdb(sourceQuery(["row_id", ...keyColumns]), rows);
}

/** What all scores of a table tell, as `ScoresRow` reads it. */
export function tableScoresQuery({ score, relation }: PartsTable): string {
  return inDuckdb(scoresQuery, `(SELECT ${score} AS score FROM ${relation})`);
}

/** The rows of `keyedRows` without the parts of the table `leftOut`. */
export function keptRows(table: PartsTable, leftOut: string, least: number | null): string {
  return `(SELECT * FROM ${keyedRows(table, least)} AS row ANTI ${joinOf(leftOut)})`;
}

/** The others, each with the reason for which it is left out. */
export function leftOutRows(table: PartsTable, leftOut: string, least: number | null): string {
  return `(SELECT * FROM ${keyedRows(table, least)} AS row ${joinOf(leftOut)})`;
}

/** Of these, those with the score of an end of a stretch: their names say on which side of it they lie. */
export function leftOutRowsAtEnds(table: PartsTable, leftOut: string, ends: readonly SourceCursor[]): string {
  return `(SELECT * FROM ${keyedRowsWhere(table, isAtAny(ends))} AS row ${joinOf(leftOut)})`;
}

/**
 * Both in one reading, to be kept as a table; rows that are left out without the texts of their keys, which would be
 * most of it.
 */
export function reachedRows(table: PartsTable, leftOut: string, least: number | null): string {
  const texts = keyColumns.map((name) => `CASE WHEN reason IS NULL THEN row.${name} END AS ${name}`);
  return `(SELECT row_id, score, reason, ${texts.join(", ")}
    FROM ${keyedRows(table, least)} AS row LEFT ${joinOf(leftOut)})`;
}

/** Of the table `reached` of such rows, those left out with a score of none of the ends. */
export function leftOutOfReached(reached: string, ends: readonly SourceCursor[]): string {
  return `(FROM ${reached} WHERE reason IS NOT NULL AND ((${isAtAny(ends)}) IS NOT TRUE))`;
}

/** Whether it has any others that are left out. */
export function isLeftOutAtEndsQuery(reached: string, ends: readonly SourceCursor[]): string {
  return `SELECT COUNT(*) > 0 AS found FROM ${reached} WHERE reason IS NOT NULL AND (${isAtAny(ends)})`;
}

/** How many of `rows`, which are left out, lie in a stretch of the source, by reason. */
export function leftOutQuery(rows: string): string {
  return inDuckdb(countQuery("reason"), rows);
}

function joinOf(leftOut: string): string {
  return `JOIN ${leftOut} ON ${leftOut}.name = ${nameHash("row")}`;
}

/** Whether a row has the score of an end. Whatever is sorted by -1 or 1e308, the stand-ins for no number, counts as equal. */
function isAtAny(ends: readonly SourceCursor[]): string {
  const conditions = ends.map(({ priority }) =>
    priority > -1 && priority < 1e308
      ? `score = ${scoreLiteral(priority)}`
      : "score IS NULL OR NOT (score > -1 AND score < 1e308)",
  );
  return ["FALSE", ...conditions].join(" OR ");
}

function scoreLiteral(score: number): string {
  return `CAST('${score}' AS DOUBLE)`;
}

/**
 * What a part is known by in a table of parts to leave out: 64 bits instead of some 30 bytes. Of ten million rows and
 * a million parts left out, two that differ have the same with a probability of one to two million. Names that are
 * spelt otherwise than when the part was taken are left to whoever compares keys.
 */
export function nameHash(relation: string): string {
  return `HASH(${relation}.pn, IFNULL(${relation}.manufacturer, ''))`;
}

function keyedRowsWhere(table: PartsTable, condition: string): string {
  const keys = keyColumns.map(
    (name) => `${textOf(table.columns, name) ?? "CAST(NULL AS VARCHAR)"} AS ${name}`,
  );
  const rows = `SELECT ${keys.join(", ")}, ${table.score} AS score, file_row_number AS row_id FROM ${table.relation}`;
  return `(SELECT * FROM (${rows}) WHERE ${condition})`;
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
