import { open } from "node:fs/promises";

const chunkCharacters = 250_000;

/**
 * Writes one JSON text per line to a new file, a chunk at a time, so that memory does not grow with the rows.
 *
 * @throws the signal's reason, between two chunks.
 */
export async function writeJsonLines(
  path: string,
  rows: Iterable<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  await using file = await open(path, "wx");
  let chunk = "";
  for (const row of rows) {
    chunk += `${JSON.stringify(row)}\n`;
    if (chunk.length < chunkCharacters) continue;
    await file.writeFile(chunk);
    signal?.throwIfAborted();
    chunk = "";
  }
  await file.writeFile(chunk);
}
