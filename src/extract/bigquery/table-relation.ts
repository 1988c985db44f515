import type { ColumnMapping } from "../../domain/column-mapping.ts";
import { columnPaths, missingColumn } from "../column-paths.ts";
import { scoreColumns } from "../source-columns.ts";
import { columnPrefix } from "./result-row.ts";
import type { TableField } from "./table-metadata.ts";

/** A table as the relation that `sourceQuery` reads from, or why it cannot be one. */
export type TableRelation =
  | { readonly kind: "relation"; readonly sql: string; readonly columns: readonly string[] }
  /** The words go on after the source's name. */
  | { readonly kind: "unusable"; readonly problem: string };

interface Column {
  /** The expression in GoogleSQL. */
  readonly sql: string;
  readonly field: TableField;
}

const keyColumns = ["pn", "manufacturer", "product_id"] as const;

/** Reads `table`, a quoted identifier, with the columns `fields`. */
export function tableRelation(
  table: string,
  fields: readonly TableField[],
  { mapping, scoreScale }: { readonly mapping: ColumnMapping; readonly scoreScale: 1 | 100 },
): TableRelation {
  const columns = new Map<string, Column>();
  for (const { name, path } of columnPaths(mapping)) {
    const column = columnAt(fields, path);
    if (column !== null) columns.set(name, column);
  }
  const scores = scoreColumns.flatMap((name) => scoreSql(columns.get(name)) ?? []);
  const found = fields.map(({ name }) => name);
  const has = (name: string) => columns.has(name);
  const problem = missingColumn({ mapping, has, hasScore: scores.length > 0, found }) ?? unfitKey(columns);
  if (problem !== null) return { kind: "unusable", problem };
  const selected = [
    ...[...columns].map(([name, { sql }]) => `${sql} AS ${columnPrefix}${name}`),
    ...keyColumns.map((name) => `${keySql(columns.get(name))} AS ${name}`),
    `COALESCE(${scores.join(", ")}) / ${scoreScale} AS score`,
  ];
  return {
    kind: "relation",
    sql: `(SELECT ${selected.join(", ")} FROM ${table} AS t)`,
    columns: [...columns.keys()].map((name) => `${columnPrefix}${name}`),
  };
}

/** A column by its name, or a field by the path to it; names are case-insensitive, as in BigQuery. */
function columnAt(fields: readonly TableField[], path: string): Column | null {
  let column: Column | null = null;
  let within = fields;
  for (const step of path.split(".")) {
    const field = within.find(({ name }) => name.toLowerCase() === step.toLowerCase());
    // Nothing but such names reaches the query, and a field of repeated records is no single value.
    if (field === undefined || !/^[A-Za-z_]\w*$/.test(field.name) || column?.field.isRepeated === true)
      return null;
    column = { sql: `${column === null ? "t" : column.sql}.\`${field.name}\``, field };
    within = field.fields;
  }
  return column;
}

const numberTypes = new Set(["INTEGER", "INT64", "FLOAT", "FLOAT64", "NUMERIC", "BIGNUMERIC"]);

function unfitKey(columns: ReadonlyMap<string, Column>): string | null {
  for (const name of keyColumns) {
    const field = columns.get(name)?.field;
    if (
      field === undefined ||
      (!field.isRepeated && (field.type === "STRING" || numberTypes.has(field.type)))
    )
      continue;
    const type = `${field.isRepeated ? "repeated " : ""}${field.type}`;
    return `holds ${name} in the ${type} column "${field.name}": map a column of text or numbers with WORKFLOW_SOURCE_COLUMNS`;
  }
  return null;
}

function keySql(column: Column | undefined): string {
  if (column === undefined) return "CAST(NULL AS STRING)";
  return column.field.type === "STRING" ? column.sql : `CAST(${column.sql} AS STRING)`;
}

/** The score as FLOAT64, NaN where there is something that is no number; null when the column cannot hold a score. */
function scoreSql(column: Column | undefined): string | null {
  if (column === undefined || column.field.isRepeated) return null;
  const { sql, field } = column;
  if (numberTypes.has(field.type)) return `CAST(${sql} AS FLOAT64)`;
  if (field.type === "STRING") return textScoreSql(sql);
  if (field.type === "JSON")
    return textScoreSql(`IFNULL(JSON_VALUE(${sql}, '$.score'), JSON_VALUE(${sql}, '$'))`);
  const score = columnAt(field.fields, "score");
  return score === null ? null : scoreSql({ ...score, sql: `${sql}.\`${score.field.name}\`` });
}

function textScoreSql(text: string): string {
  return `CASE WHEN TRIM(IFNULL(${text}, '')) IN ('', 'null') THEN NULL ELSE IFNULL(SAFE_CAST(TRIM(${text}) AS FLOAT64), CAST('NaN' AS FLOAT64)) END`;
}
