import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import type { ColumnMapping } from "../domain/column-mapping.ts";
import { UserError } from "../domain/fault.ts";
import { missingColumn } from "./column-paths.ts";
import { csvReader } from "./csv-reader.ts";
import { type DuckdbEngine, openDuckdbEngine } from "./duckdb-engine.ts";
import { copiedTable, copyQuery, keyQuery, rowQuery } from "./duckdb-queries.ts";
import { type DuckdbReader, parquetReader } from "./duckdb-reader.ts";
import { mappedReader } from "./mapped-reader.ts";
import { jsonlReader } from "./jsonl-reader.ts";
import { cutPage } from "./page-cut.ts";
import type { PageRequest, PartSource, RawRow, SourcePage } from "./part-source.ts";
import { hasScore, type PartsTable, partsTable } from "./parts-table.ts";
import { type SourceFile, sourceError, sourceFile } from "./source-file.ts";
import { SourceKey, sourceParameters } from "./source-query.ts";
import { pathLiteral } from "./sql-literal.ts";
import { sourceRow } from "./source-row.ts";

export interface DuckdbSourceOptions {
  /** A .parquet, .csv, .jsonl or .ndjson file. */
  readonly path: string;
  /** What a full score is in this file. */
  readonly scoreScale: 1 | 100;
  /** Names of the file's columns that differ from ours. */
  readonly columns?: ColumnMapping;
  /** In DuckDB's words; the process needs some 100 MB besides. */
  readonly memoryLimit?: string;
}

/**
 * The parts of a file, through an embedded database. A Parquet file is read in place; CSV and JSONL are turned
 * into a temporary Parquet file first, so that every line is checked once and every page is cheap.
 *
 * @throws {UserError} when the file is missing, unreadable, malformed or lacks a needed column.
 */
export async function openDuckdbSource(options: DuckdbSourceOptions): Promise<PartSource> {
  const file = await sourceFile(options.path);
  const workFolder = await mkdtemp(join(tmpdir(), "workflow-source-"));
  const engine = await openDuckdbEngine({ memoryLimit: options.memoryLimit ?? "256MB", workFolder });
  let pagesInFlight: Promise<unknown> = Promise.resolve();
  async function dispose() {
    // Closing the engine under a running query ends the process.
    await pagesInFlight;
    engine.close();
    await rm(workFolder, { recursive: true, force: true });
  }
  try {
    const table = await withSourceError(options.path, () => openTable(engine, file, options, workFolder));
    return {
      description: `DuckDB over ${basename(file.path)}`,
      modifiedAt: file.modifiedAt,
      estimate: () => Promise.resolve(null),
      page(request) {
        const found = withSourceError(options.path, () => page(engine, table, request));
        // Only the end is of interest: a promise that kept its value would keep every page.
        pagesInFlight = Promise.allSettled([pagesInFlight, found]).then(() => undefined);
        return found;
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function openTable(
  engine: DuckdbEngine,
  file: SourceFile,
  { path, scoreScale, columns = {} }: DuckdbSourceOptions,
  workFolder: string,
): Promise<PartsTable> {
  const reader = await mappedReader(await readerOf(file, engine, columns), columns, engine);
  const missing = missingColumn({
    mapping: columns,
    has: (name) => reader.columns.has(name),
    hasScore: hasScore(reader),
    found: reader.found,
  });
  if (missing !== null) throw sourceError(path, missing);
  const table = partsTable(reader, scoreScale);
  if (file.format === "parquet") return table;
  const copy = pathLiteral(join(workFolder, "parts.parquet"));
  await engine.rows(
    `COPY (${copyQuery(table)}) TO ${copy} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)`,
  );
  return copiedTable(table, copy);
}

function readerOf(
  { path, format }: SourceFile,
  engine: DuckdbEngine,
  columns: ColumnMapping,
): Promise<DuckdbReader> {
  switch (format) {
    case "parquet":
      return parquetReader(path, engine);
    case "csv":
      return csvReader(path);
    case "jsonl":
      return jsonlReader(path, engine, columns);
  }
}

const KeyRow = z.object({ row_id: z.string() });

async function page(engine: DuckdbEngine, table: PartsTable, request: PageRequest): Promise<SourcePage> {
  const sql = keyQuery(table);
  for (let maxRows = request.pageSize + 1; ; maxRows *= 2) {
    const found = await engine.rows(sql, { ...sourceParameters(request), max_rows: BigInt(maxRows) });
    const keys = found.map((row) => SourceKey.parse(row));
    const cut = cutPage(keys, { pageSize: request.pageSize, isRest: found.length < maxRows });
    if (cut.kind === "more_rows_needed") continue;
    const ids = found.slice(0, cut.rowCount).map((row) => KeyRow.parse(row).row_id);
    return { rows: await rowsOf(engine, table, ids), next: cut.next };
  }
}

/**
 * Ordering reads the keys alone, and the rows are fetched afterwards, a few columns at a time: ordering whole
 * rows runs out of 256 MB at pages of 5,000, and fetching whole rows takes 60 MB more at no gain in time.
 */
const columnsPerFetch = 6;

async function rowsOf(engine: DuckdbEngine, table: PartsTable, ids: readonly string[]): Promise<RawRow[]> {
  const textsOf = new Map<string, Record<string, string | null>>(ids.map((id) => [id, {}]));
  const columns = [...table.columns.keys()];
  for (let start = 0; start < columns.length; start += columnsPerFetch) {
    const sql = rowQuery(table, columns.slice(start, start + columnsPerFetch));
    for (const row of await engine.rows(sql, { ids: ids.map(BigInt) })) {
      const { row_id: id, ...texts } = TextRow.parse(row);
      Object.assign(textsOf.get(id) ?? {}, texts);
    }
  }
  return [...textsOf.values()].map(sourceRow);
}

const TextRow = z.object({ row_id: z.string() }).catchall(z.string().nullable());

/** Whatever the engine reports comes from the file: it is passed on as the file's fault, in one sentence. */
async function withSourceError<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    const [said] = text.split(/\n\s*(?:\n|Possible)/, 1);
    const problem = (said ?? "").replaceAll(/\s+/g, " ").slice(0, 300).replace(/\.$/, "");
    throw sourceError(path, `cannot be read (${problem}): check that the file is complete and valid`, cause);
  }
}
