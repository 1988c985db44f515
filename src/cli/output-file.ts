import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError, exitCodes } from "../domain/fault.ts";
import { linkTarget, writeWhole } from "../files/write-whole.ts";

/** The file named by `--output`: checked before the work, written whole or not at all after it. */
export interface OutputFile {
  write(result: unknown): void;
}

/** @throws {UserError} when nothing can be written there. */
export function outputFile(path: string, cwd: string): OutputFile {
  const { file, known } = target(path, cwd);
  if (known?.isDirectory() === true) {
    throw new UserError(exitCodes.storage, `--output ${path} is a folder; name a file in it.`);
  }
  // A file is replaced by another in its folder; a pipe or a device is written to itself.
  const written = known === undefined || known.isFile() ? dirname(file) : file;
  try {
    accessSync(written, constants.W_OK);
  } catch (cause) {
    const what =
      written === file
        ? `${file} cannot be written`
        : `the folder ${written} does not exist or cannot be written; make it`;
    throw new UserError(exitCodes.storage, `--output ${path}: ${what}, or name another.`, { cause });
  }
  return {
    write(result) {
      try {
        writeWhole(file, `${JSON.stringify(result, null, 2)}\n`);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new UserError(
          exitCodes.storage,
          `--output ${path} could not be written (${reason}): free space on its disk, or name another file.`,
          { cause },
        );
      }
    },
  };
}

/** The file behind the path, and what is there now. */
function target(path: string, cwd: string): { file: string; known: Stats | undefined } {
  try {
    const file = linkTarget(resolve(cwd, path));
    return { file, known: statSync(file, { throwIfNoEntry: false }) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      exitCodes.storage,
      `--output ${path} cannot be looked at (${reason}): check the rights of its folders, or name another file.`,
      { cause },
    );
  }
}
