import type { ColumnMapping } from "../domain/column-mapping.ts";
import { columnPaths } from "./column-paths.ts";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import type { DuckdbReader, ReaderColumn } from "./duckdb-reader.ts";
import { identifier, textLiteral } from "./sql-literal.ts";

/** The same file with its columns under our names; what the file does not have is absent. */
export async function mappedReader(
  reader: DuckdbReader,
  mapping: ColumnMapping,
  engine: DuckdbEngine,
): Promise<DuckdbReader> {
  const columns = new Map<string, ReaderColumn>();
  for (const { name, path } of columnPaths(mapping)) {
    const column = reader.columns.get(path.toLowerCase()) ?? (await field(reader, path, engine));
    if (column !== undefined) columns.set(name, column);
  }
  return { ...reader, columns };
}

/** The field of a record that a path with dots leads to. */
async function field(
  reader: DuckdbReader,
  path: string,
  engine: DuckdbEngine,
): Promise<ReaderColumn | undefined> {
  const [root = "", ...steps] = path.split(".");
  const record = reader.columns.get(root.toLowerCase());
  if (record === undefined || steps.length === 0) return undefined;
  if (!record.type.startsWith("STRUCT")) {
    const pointer = steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    // Text that is no JSON holds no field.
    const json = `TRY_CAST(${record.sql} AS JSON)`;
    const at = textLiteral(pointer);
    return { sql: `(${json} ->> ${at})`, type: "VARCHAR", json: `(${json} -> ${at})` };
  }
  const sql = [record.sql, ...steps.map(identifier)].join(".");
  const described = await engine
    .rows(`DESCRIBE SELECT ${sql} AS field FROM ${reader.relation}`)
    .catch((error: unknown) => {
      // The engine's word for a field that the record does not have.
      if (error instanceof Error && /^Binder Error/.test(error.message)) return [];
      throw error;
    });
  const [found] = described;
  return found === undefined ? undefined : { sql, type: String(found["column_type"]) };
}
