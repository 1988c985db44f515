import { mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCodes, UserError } from "../../domain/fault.ts";
import { makeFolder } from "../../files/make-folder.ts";
import type { SourceRow } from "./row-at-rank.ts";
import { listColumns, nestedColumns, sourceTableColumns } from "./source-table-columns.ts";
import { writeJsonLines } from "./write-json-lines.ts";

/** DuckDB's buffers are a multiple of it; a row has about 1 KB. */
const maxRowBytes = 65_536;
/** Rows that DuckDB holds before it writes them; at its own 122,880 they take more than 100 MB. */
const rowGroupSize = 10_240;

type SourceFileFormat = "parquet" | "csv" | "jsonl";

/** Rows, and the file they shall become. */
export interface SourceFileRequest {
  readonly rows: Iterable<SourceRow>;
  readonly path: string;
  readonly format: SourceFileFormat;
}

/**
 * Writes a source table in bounded memory. The file appears complete or not at all: it is made in a folder beside it,
 * which for a while also holds the rows as JSON lines, about 1 KB each. Parquet keeps lists and records (a list column
 * that holds no list becomes null), CSV holds them as JSON text, JSON lines hold the rows as they are.
 *
 * @throws {UserError} when the place cannot be written to.
 */
export async function writeSourceFile({ rows, path, format }: SourceFileRequest): Promise<void> {
  const folder = await workFolderBeside(path);
  try {
    const lines = join(folder, "rows.jsonl");
    await writeJsonLines(lines, format === "parquet" ? withListsOnly(rows) : rows);
    const made = format === "jsonl" ? lines : join(folder, "table");
    if (format !== "jsonl") await convert(lines, made, format, folder);
    await rename(made, path);
  } catch (cause) {
    if (!isFileSystemFault(cause)) throw cause;
    throw cannotWrite(path, cause);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function workFolderBeside(path: string): Promise<string> {
  try {
    makeFolder(dirname(path));
    return await mkdtemp(join(dirname(path), ".source-table-"));
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    exitCodes.storage,
    `The source table cannot be written to ${path} (${reason}): choose a folder that can be written to and has room.`,
    { cause },
  );
}

/** DuckDB tells its trouble with files in words alone. */
function isFileSystemFault(cause: unknown): boolean {
  return cause instanceof Error && ("syscall" in cause || cause.message.startsWith("IO Error:"));
}

function* withListsOnly(rows: Iterable<SourceRow>): Generator<SourceRow> {
  for (const row of rows) {
    const broken = listColumns.filter((column) => !Array.isArray(row[column] ?? []));
    yield broken.length === 0
      ? row
      : { ...row, ...Object.fromEntries(broken.map((column) => [column, null])) };
  }
}

/** Loads DuckDB only now: the library takes longer to load than a small table to write. */
async function convert(
  lines: string,
  target: string,
  format: "parquet" | "csv",
  folder: string,
): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    // One thread keeps the rows' order with little memory.
    threads: "1",
    memory_limit: "96MB",
    temp_directory: join(folder, "spill"),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const types = Object.entries(sourceTableColumns).map(([name, type]) => {
      const read = format === "csv" && nestedColumns.includes(name) ? "JSON" : type;
      return `${name}: ${literal(read)}`;
    });
    const source = `read_json(${literal(lines)}, format = 'newline_delimited', columns = {${types.join(", ")}}, maximum_object_size = ${maxRowBytes})`;
    const options =
      format === "parquet"
        ? `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize}`
        : "FORMAT csv, HEADER";
    await connection.run(`COPY (FROM ${source}) TO ${literal(target)} (${options})`);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
