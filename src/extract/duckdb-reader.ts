import type { DuckdbEngine } from "./duckdb-engine.ts";
import { identifier, pathLiteral } from "./sql-literal.ts";

/** A file as DuckDB reads it. */
export interface DuckdbReader {
  readonly relation: string;
  /** By lower-case name. */
  readonly columns: ReadonlyMap<string, ReaderColumn>;
  /** The names of the file's columns as it spells them, for messages. */
  readonly found: readonly string[];
  /** Why the file is no table at all; goes on after its name. */
  readonly problem?: string;
  /** Whether the relation has a text column of lines that could not be read, null in good rows. */
  readonly hasMalformedLines: boolean;
}

export interface ReaderColumn {
  readonly sql: string;
  /** In DuckDB's words, e.g. `STRUCT(score DOUBLE)`. */
  readonly type: string;
  /** The value as JSON, where the file itself tells text from numbers, lists and records, row by row. */
  readonly json?: string;
}

/** Reads the Parquet file `path`; each row has a `file_row_number`. */
export async function parquetReader(path: string, engine: DuckdbEngine): Promise<DuckdbReader> {
  const file = `${pathLiteral(path)}, hive_partitioning = false`;
  const described = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${file})`);
  const columns = described.map((row) => {
    const name = String(row["column_name"]);
    return { name, sql: identifier(name), type: String(row["column_type"]) };
  });
  return {
    relation: `read_parquet(${file}, file_row_number = true)`,
    columns: byLowerCaseName(columns),
    found: columns.map((column) => column.name),
    hasMalformedLines: false,
  };
}

/** SQL names are case-insensitive: of two that differ in case only, the lower-case one is meant, else the first. */
export function byLowerCaseName(
  columns: readonly (ReaderColumn & { readonly name: string })[],
): ReadonlyMap<string, ReaderColumn> {
  const map = new Map<string, ReaderColumn>();
  const isLowerCase = (column: { readonly name: string }) => column.name === column.name.toLowerCase();
  for (const column of [...columns.filter(isLowerCase), ...columns]) {
    const key = column.name.toLowerCase();
    if (!map.has(key)) map.set(key, column);
  }
  return map;
}
