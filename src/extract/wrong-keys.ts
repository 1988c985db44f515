import type { DuckdbReader, ReaderColumn } from "./duckdb-reader.ts";
import { textLiteral } from "./sql-literal.ts";

/** The columns that name a part: what is no text there names none, and would be asked for in vain. */
export const nameColumns = ["pn", "manufacturer"] as const;

/** Whether a column names a part. */
export function isNameColumn(column: string): boolean {
  return nameColumns.some((name) => name === column);
}

/**
 * SQL that is null for a row whose names are text or whole numbers, else the row's keys as a JSON object: what is
 * wrong as it is, the rest as text. Null when the file does not tell text from other values row by row.
 */
export function wrongKeys(columns: DuckdbReader["columns"]): string | null {
  const conditions = nameColumns.flatMap((name) => isWrong(columns.get(name)) ?? []);
  if (conditions.length === 0) return null;
  const keys = [...nameColumns, "product_id"].flatMap((name) => {
    const column = columns.get(name);
    return column === undefined ? [] : `${textLiteral(name)}, ${keyJson(column, isNameColumn(name))}`;
  });
  return `CASE WHEN ${conditions.join(" OR ")} THEN CAST(JSON_OBJECT(${keys.join(", ")}) AS VARCHAR) END`;
}

function keyJson(column: ReaderColumn, isName: boolean): string {
  const text = `TO_JSON(${column.sql})`;
  const condition = isName ? isWrong(column) : null;
  return condition === null ? text : `CASE WHEN ${condition} THEN ${column.json} ELSE ${text} END`;
}

/** By its first character, which costs less than to parse it; the engine calls very large whole numbers DOUBLE. */
function isWrong({ json }: Partial<ReaderColumn> = {}): string | null {
  return json === undefined ? null : `NOT REGEXP_MATCHES(CAST(${json} AS VARCHAR), '^("|-?[0-9]+$)')`;
}
