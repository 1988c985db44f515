import { randomUUID } from "node:crypto";
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/**
 * Writes a file whole or not at all: what stood there stays until the new text is complete. What a link points to is
 * written, and what is no regular file, such as a pipe or a device, as it is.
 *
 * @throws the file system's own error; nothing is left behind then.
 */
export function writeWhole(path: string, text: string): void {
  const target = linkTarget(path);
  const known = statSync(target, { throwIfNoEntry: false });
  if (known !== undefined && !known.isFile()) {
    writeFileSync(target, text);
    return;
  }
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    writeFileSync(draft, text, known === undefined ? {} : { mode: known.mode });
    renameSync(draft, target);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}

/** The file that a link in a path's place points to; the path itself where there is no file yet, or something else. */
export function linkTarget(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? realpathSync(path) : path;
}
