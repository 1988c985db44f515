import { UserError, exitCodes } from "../domain/fault.ts";
import { writeWhole } from "../files/write-whole.ts";
import { writableFile } from "./writable-file.ts";

/** The file named by `--output`: checked before the work, written whole or not at all after it. */
export interface OutputFile {
  write(result: unknown): void;
}

/** @throws {UserError} when nothing can be written there. */
export function outputFile(path: string, cwd: string): OutputFile {
  const file = writableFile("--output", path, cwd);
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
