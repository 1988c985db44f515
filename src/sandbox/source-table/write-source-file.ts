import { rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCodes, UserError } from "../../domain/fault.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { makeWorkFolder } from "../../files/work-folder.ts";
import { convertJsonLines } from "./convert-json-lines.ts";
import type { SourceRow } from "./row-at-rank.ts";
import { listColumns } from "./source-table-columns.ts";
import { writeJsonLines } from "./write-json-lines.ts";

type SourceFileFormat = "parquet" | "csv" | "jsonl";

/** Rows, and the file they shall become. */
export interface SourceFileRequest {
  readonly rows: Iterable<SourceRow>;
  readonly path: string;
  readonly format: SourceFileFormat;
  /** Gives it up: what stood at the path stays. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a source table in bounded memory. The file appears complete or not at all: it is made in a folder beside it,
 * which for a while also holds the rows as JSON lines, about 1 KB each. Parquet keeps lists and records (a list column
 * that holds no list becomes null), CSV holds them as JSON text, JSON lines hold the rows as they are.
 *
 * @throws {UserError} when the place cannot be written to, or when it was interrupted.
 */
export async function writeSourceFile({ rows, path, format, signal }: SourceFileRequest): Promise<void> {
  const folder = await workFolderBeside(path);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // Whoever asks a second time to stop does not wait for the end of this function.
  process.once("exit", removeFolder);
  try {
    const lines = join(folder, "rows.jsonl");
    await writeJsonLines(lines, format === "parquet" ? withListsOnly(rows) : rows, signal);
    const made = format === "jsonl" ? lines : join(folder, "table");
    if (format !== "jsonl") await convertJsonLines({ lines, target: made, format, folder, signal });
    signal?.throwIfAborted();
    await rename(made, path);
  } catch (cause) {
    if (signal?.aborted === true) throw interrupted(path, cause);
    if (!isFileSystemFault(cause)) throw cause;
    throw cannotWrite(path, cause);
  } finally {
    await rm(folder, { recursive: true, force: true });
    process.off("exit", removeFolder);
  }
}

async function workFolderBeside(path: string): Promise<string> {
  try {
    makeFolder(dirname(path));
    return await makeWorkFolder(dirname(path), ".source-table");
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function interrupted(path: string, cause: unknown): UserError {
  return new UserError(exitCodes.interrupted, `Interrupted; nothing was written to ${path}.`, { cause });
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
