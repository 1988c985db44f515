import type { SkipReason } from "../../src/domain/batch.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import type { LeftOutNames } from "../../src/extract/part-source.ts";

/** A selection from a file; dispose it to close the file. */
export async function selectionOf(path: string) {
  const source = await openDuckdbSource({ path, scoreScale: 1 });
  const selection = await source.select?.();
  if (selection === undefined) throw new Error("DuckDB leaves parts out by itself");
  return { selection, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() };
}

/** Parts left out for one reason each, as the ledger names them. */
export async function* leftOut(
  ...parts: readonly (readonly [SkipReason, string, string])[]
): AsyncGenerator<LeftOutNames> {
  for (const [reason, mpn, manufacturer] of parts) {
    yield await Promise.resolve({ reason, names: `${mpn}\u001F${manufacturer}` });
  }
}
