import type { DuckdbEngine } from "./duckdb-engine.ts";
import { byLowerCaseName, type DuckdbReader } from "./duckdb-reader.ts";
import { listColumns, malformedLineColumn, scoreColumns, sourceColumns } from "./source-columns.ts";
import { pathLiteral, textLiteral } from "./sql-literal.ts";

/** In so many lines the needed keys must occur; the others may turn up anywhere. */
const sampledLines = 10_000;

/**
 * Reads the JSONL file `path`. Lines are read as text and parsed one by one, because DuckDB's JSON reader either
 * fails at the first malformed line or loses its text. Lists and records stay JSON, other values become text.
 */
export async function jsonlReader(path: string, engine: DuckdbEngine): Promise<DuckdbReader> {
  const lines = objectLines(path);
  const sample = `FROM (SELECT object FROM ${lines} LIMIT ${sampledLines})`;
  const isEmpty = (await engine.rows(`SELECT 1 ${sample} LIMIT 1`)).length === 0;
  const keys = await engine.rows(`SELECT DISTINCT UNNEST(JSON_KEYS(object)) AS key ${sample} ORDER BY key`);
  const found = keys.map((row) => String(row["key"]));
  const names = isEmpty ? sourceColumns : readableColumns(found);
  const types = Object.fromEntries(names.map((name) => [name, jsonColumns.has(name) ? "JSON" : "VARCHAR"]));
  return {
    relation: `(
      SELECT JSON_TRANSFORM(object, ${textLiteral(JSON.stringify(types))}) AS fields,
        CASE WHEN object IS NULL THEN line END AS ${malformedLineColumn}
      FROM ${lines})`,
    columns: byLowerCaseName(names.map((name) => ({ name, sql: `fields.${name}`, type: "VARCHAR" }))),
    found,
    hasMalformedLines: true,
  };
}

const jsonColumns: ReadonlySet<string> = new Set([...listColumns, "priority_score"]);

/** `line`, and `object`: the JSON object in it, or null. The byte 1 cannot occur in JSON, so no line is split. */
function objectLines(path: string): string {
  const dialect = `auto_detect = false, header = false, delim = E'\\x01', quote = '', escape = ''`;
  const lenient = "null_padding = true, strict_mode = false, hive_partitioning = false";
  return `(
    SELECT line, CASE WHEN JSON_TYPE(json) = 'OBJECT' THEN json END AS object
    FROM (
      SELECT line, TRY_CAST(line AS JSON) AS json
      FROM read_csv(${pathLiteral(path)}, ${dialect}, ${lenient}, columns = {'line': 'VARCHAR'})
      WHERE TRIM(line) != ''))`;
}

/** All columns but those that are needed and do not occur. */
function readableColumns(found: readonly string[]): readonly string[] {
  const hasScore = scoreColumns.some((column) => found.includes(column));
  const absent = [...(found.includes("pn") ? [] : ["pn"]), ...(hasScore ? [] : scoreColumns)];
  return sourceColumns.filter((column) => !absent.includes(column));
}
