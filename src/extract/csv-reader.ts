import { open } from "node:fs/promises";
import { byLowerCaseName, type DuckdbReader } from "./duckdb-reader.ts";
import { pathLiteral } from "./sql-literal.ts";

/**
 * Reads the CSV file `path`: comma, double quote, a header line, every value as text. DuckDB's own guess at a
 * dialect is not asked: it takes part numbers for integers, and silently skips all lines of a short file of
 * which one is uneven.
 */
export async function csvReader(path: string): Promise<DuckdbReader> {
  const found = csvFields(await firstLine(path));
  const columns = found.map((name, index) => ({ name, sql: `c${index}`, type: "VARCHAR" }));
  const types = columns.map((column) => `'${column.sql}': 'VARCHAR'`).join(", ");
  const dialect = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"'`;
  return {
    relation: `read_csv(${pathLiteral(path)}, ${dialect}, hive_partitioning = false, columns = {${types}})`,
    columns: byLowerCaseName(columns),
    found,
    hasMalformedLines: false,
  };
}

/** The first line of a file, without byte order mark and line end, as far as it lies in the first 64 KiB. */
async function firstLine(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(65_536), position: 0 });
  const text = buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, "");
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function csvFields(line: string): readonly string[] {
  const fields = line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^",]*))/g);
  return [...fields].map(([, quoted, bare]) => (quoted?.replaceAll('""', '"') ?? bare ?? "").trim());
}
