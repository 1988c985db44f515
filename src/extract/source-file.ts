import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { exitCodes, UserError } from "../domain/fault.ts";

const formats = { ".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl" } as const;

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly format: (typeof formats)[keyof typeof formats];
  readonly modifiedAt: Date;
}

/**
 * The file of parts that `path` names, known to exist, to be readable and not to be empty.
 *
 * @throws {UserError} when it is not.
 */
export async function sourceFile(path: string): Promise<SourceFile> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) {
    throw sourceError(path, "is a URL: download the file and name its local path");
  }
  const extension = extname(path).toLowerCase();
  const format = Object.entries(formats).find(([ending]) => ending === extension)?.[1];
  const file = await stat(path).catch((cause: unknown) => {
    throw sourceError(path, `cannot be opened (${code(cause)}): name an existing file`, cause);
  });
  if (!file.isFile()) throw sourceError(path, "is not a file: name a .parquet, .csv, .jsonl or .ndjson file");
  if (format === undefined) {
    throw sourceError(path, "has an unknown ending: name a .parquet, .csv, .jsonl or .ndjson file");
  }
  if (file.size === 0) throw sourceError(path, "is empty (0 bytes): export it again");
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw sourceError(path, `cannot be read (${code(cause)}): grant read permission`, cause);
  });
  return { path: resolve(path), format, modifiedAt: file.mtime };
}

/** The fault of a source file that cannot be used; `problem` continues the sentence that starts with its path. */
export function sourceError(path: string, problem: string, cause?: unknown): UserError {
  return new UserError(exitCodes.source, `The part source ${path} ${problem}.`, { cause });
}

function code(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}
