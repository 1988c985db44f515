import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ColumnMapping } from "../domain/column-mapping.ts";
import { UserError } from "../domain/fault.ts";
import { makeWorkFolder } from "../files/work-folder.ts";
import { missingColumn } from "./column-paths.ts";
import { csvReader } from "./csv-reader.ts";
import { type DuckdbEngine, openDuckdbEngine } from "./duckdb-engine.ts";
import { allRows, duckdbPage } from "./duckdb-page.ts";
import { copiedTable, copyQuery, tableScoresQuery } from "./duckdb-queries.ts";
import { type DuckdbReader, parquetReader } from "./duckdb-reader.ts";
import { mappedReader } from "./mapped-reader.ts";
import { mixedLineEnds } from "./mixed-line-ends.ts";
import { jsonlReader } from "./jsonl-reader.ts";
import { duckdbSelection } from "./duckdb-selection.ts";
import type { PartSource, SourceScores } from "./part-source.ts";
import { hasScore, type PartsTable, partsTable } from "./parts-table.ts";
import { type SourceFile, sourceError, sourceFile } from "./source-file.ts";
import { ScoresRow } from "./source-query.ts";
import { pathLiteral } from "./sql-literal.ts";

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
  const workFolder = await makeWorkFolder(tmpdir(), "workflow-source");
  let selections = 0;
  const engine = await openDuckdbEngine({ memoryLimit: options.memoryLimit ?? "256MB", workFolder });
  let workInFlight: Promise<unknown> = Promise.resolve();
  function inFlight<T>(work: () => Promise<T>): Promise<T> {
    const done = work();
    // Only the end is of interest: a promise that kept its value would keep every page.
    workInFlight = Promise.allSettled([workInFlight, done]).then(() => undefined);
    return done;
  }
  async function dispose() {
    // Closing the engine under a running query ends the process.
    await workInFlight;
    engine.close();
    await rm(workFolder, { recursive: true, force: true });
  }
  try {
    const table = await withSourceError(options.path, () => openTable(engine, file, options, workFolder));
    return {
      description: `DuckDB over ${basename(file.path)}`,
      uri: pathToFileURL(file.path).href,
      modifiedAt: file.modifiedAt,
      estimate: () => Promise.resolve(null),
      page: (request) =>
        inFlight(() =>
          withSourceError(options.path, async () => {
            const { rows, next } = await duckdbPage(engine, table, request, allRows(table));
            return { rows, next };
          }),
        ),
      scores: () => inFlight(() => withSourceError(options.path, () => allScores(engine, table))),
      async select() {
        selections += 1;
        const name = `left_out_${selections}`;
        const selection = await inFlight(() => duckdbSelection(engine, table, name));
        return {
          // What fails while chunks are read is no fault of the file.
          leaveOut: (chunks) => inFlight(() => selection.leaveOut(chunks)),
          page: (request) => inFlight(() => withSourceError(options.path, () => selection.page(request))),
        };
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
  const problem =
    reader.problem ??
    missingColumn({
      mapping: columns,
      has: (name) => reader.columns.has(name),
      hasScore: hasScore(reader),
      found: reader.found,
    });
  if (problem !== null) throw sourceError(path, problem);
  const table = partsTable(reader, scoreScale);
  if (file.format === "parquet") return table;
  const copy = pathLiteral(join(workFolder, "parts.parquet"));
  try {
    await engine.rows(
      `COPY (${copyQuery(table)}) TO ${copy} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)`,
    );
  } catch (cause) {
    const kinds = isLostParser(cause) ? await mixedLineEnds(file.path) : null;
    if (kinds === null) throw cause;
    throw sourceError(path, `mixes ${kinds} line ends: save it with one kind`, cause);
  }
  return copiedTable(table, copy);
}

async function allScores(engine: DuckdbEngine, table: PartsTable): Promise<SourceScores> {
  const [row] = await engine.rows(tableScoresQuery(table));
  return ScoresRow.parse(row);
}

/** The engine's word for a CSV file that goes wrong at no line in particular. */
function isLostParser(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes("state machine reached an invalid state");
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
