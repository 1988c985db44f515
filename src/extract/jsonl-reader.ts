import type { ColumnMapping } from "../domain/column-mapping.ts";
import { type ColumnPath, columnPaths } from "./column-paths.ts";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import { byLowerCaseName, type DuckdbReader } from "./duckdb-reader.ts";
import { listColumns } from "../domain/part-columns.ts";
import { malformedLineColumn, scoreColumns } from "./source-columns.ts";
import { identifier, pathLiteral, textLiteral } from "./sql-literal.ts";
import { isNameColumn, nameColumns } from "./wrong-keys.ts";

/** In so many lines the needed keys must occur; the others may turn up anywhere. */
const sampledLines = 10_000;

/**
 * Reads the JSONL file `path`. Lines are read as text and parsed one by one, because DuckDB's JSON reader either
 * fails at the first malformed line or loses its text. Lists and records stay JSON, other values become text, and
 * names of parts are also given as JSON.
 */
export async function jsonlReader(
  path: string,
  engine: DuckdbEngine,
  mapping: ColumnMapping,
): Promise<DuckdbReader> {
  const lines = objectLines(path);
  const sample = `FROM (SELECT object FROM ${lines} LIMIT ${sampledLines})`;
  const isEmpty = (await engine.rows(`SELECT 1 ${sample} LIMIT 1`)).length === 0;
  const keys = await engine.rows(`SELECT DISTINCT UNNEST(JSON_KEYS(object)) AS key ${sample} ORDER BY key`);
  const found = keys.map((row) => String(row["key"]));
  const hasNoObject = !isEmpty && found.length === 0 && !(await hasObject(lines, engine));
  const paths = columnPaths(mapping);
  const keyTypes = isEmpty ? paths.map(keyType) : readableKeys(paths, mapping, found);
  // A key that serves several columns is read as the one that needs more of it.
  const types = Object.fromEntries(keyTypes.toSorted(([, a], [, b]) => b.localeCompare(a)));
  const names = new Set(paths.filter(({ name }) => isNameColumn(name)).map(({ path }) => path));
  return {
    relation: `(
      SELECT JSON_TRANSFORM(object, ${textLiteral(JSON.stringify(types))}) AS fields,
        CASE WHEN object IS NULL THEN line END AS ${malformedLineColumn}
      FROM ${lines})`,
    columns: byLowerCaseName(Object.keys(types).map((name) => readerColumn(name, names.has(name)))),
    found,
    ...(hasNoObject && { problem: noObjectProblem }),
    hasMalformedLines: true,
  };
}

const noObjectProblem =
  "has no line that is a JSON object: write one object per line, without a list around them or line breaks within them";

async function hasObject(lines: string, engine: DuckdbEngine): Promise<boolean> {
  return (await engine.rows(`SELECT 1 FROM ${lines} WHERE object IS NOT NULL LIMIT 1`)).length > 0;
}

/** A name is read as JSON first, to see whether it is text. */
function readerColumn(name: string, isName: boolean) {
  const sql = `fields.${identifier(name)}`;
  return isName
    ? { name, sql: `(${sql} ->> '$')`, type: "VARCHAR", json: sql }
    : { name, sql, type: "VARCHAR" };
}

const jsonColumns: ReadonlySet<string> = new Set([...listColumns, ...nameColumns, "priority_score"]);

type KeyType = readonly [string, "JSON" | "VARCHAR"];

/** The key of a line's object that holds a column, and what it is read as. */
function keyType({ name, path }: ColumnPath): KeyType {
  return [path, jsonColumns.has(name) ? "JSON" : "VARCHAR"];
}

/** Every key but those that are needed and do not occur; a path that is no key itself leads into a record. */
function readableKeys(
  paths: readonly ColumnPath[],
  mapping: ColumnMapping,
  found: readonly string[],
): readonly KeyType[] {
  const hasScore = paths.some(
    ({ name, path }) => scoreColumns.some((s) => s === name) && found.includes(path),
  );
  const isNeeded = ({ name }: ColumnPath) =>
    mapping[name] !== undefined || name === "pn" || (!hasScore && scoreColumns.some((s) => s === name));
  return paths.flatMap((column): readonly KeyType[] => {
    if (found.includes(column.path)) return [keyType(column)];
    const [record = ""] = column.path.split(".", 1);
    if (record !== column.path && found.includes(record)) return [[record, "JSON"]];
    return isNeeded(column) ? [] : [keyType(column)];
  });
}

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
