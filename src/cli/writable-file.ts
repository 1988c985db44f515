import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError, exitCodes } from "../domain/fault.ts";
import { linkTarget } from "../files/write-whole.ts";

/**
 * The absolute path of the file that an option names, behind a link the file it leads to. Nothing is made.
 *
 * @throws {UserError} when nothing can be written there.
 */
export function writableFile(option: string, path: string, cwd: string): string {
  const { file, known } = target(option, path, cwd);
  if (known?.isDirectory() === true) {
    throw new UserError(exitCodes.storage, `${option} ${path} is a folder; name a file in it.`);
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
    throw new UserError(exitCodes.storage, `${option} ${path}: ${what}, or name another.`, { cause });
  }
  return file;
}

/** The file behind the path, and what is there now. */
function target(option: string, path: string, cwd: string): { file: string; known: Stats | undefined } {
  try {
    const file = linkTarget(resolve(cwd, path));
    return { file, known: statSync(file, { throwIfNoEntry: false }) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      exitCodes.storage,
      `${option} ${path} cannot be looked at (${reason}): check the rights of its folders, or name another file.`,
      { cause },
    );
  }
}
