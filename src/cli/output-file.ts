import { randomUUID } from "node:crypto";
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError, exitCodes } from "../domain/fault.ts";

/** The file named by `--output`: checked before the work, written whole or not at all after it. */
export interface OutputFile {
  write(result: unknown): void;
}

/** @throws {UserError} when nothing can be written there. */
export function outputFile(path: string, cwd: string): OutputFile {
  const file = resolve(cwd, path);
  const folder = dirname(file);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new UserError(
      exitCodes.storage,
      `--output ${path}: the folder ${folder} does not exist or cannot be written; make it, or name another.`,
      { cause },
    );
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UserError(exitCodes.storage, `--output ${path} is a folder; name a file in it.`);
  }
  return {
    write(result) {
      const draft = `${file}.${randomUUID()}.tmp`;
      try {
        writeFileSync(draft, `${JSON.stringify(result, null, 2)}\n`);
        renameSync(draft, file);
      } catch (cause) {
        rmSync(draft, { force: true });
        throw new UserError(
          exitCodes.storage,
          `--output ${path} could not be written: free space on its disk, or name another file.`,
          { cause },
        );
      }
    },
  };
}
