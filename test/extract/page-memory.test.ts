import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import * as z from "zod";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import type { PartSource } from "../../src/extract/part-source.ts";
import { type SourcePosition, startOfSource } from "../../src/extract/source-position.ts";
import { type SourceReader, sourceReader } from "../../src/extract/source-reader.ts";
import { contractRow } from "../contract/part-source-contract.ts";
import { parquetFile } from "./part-files.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = z.function({ input: [], output: z.void() }).parse(runInNewContext("gc"));

const pageSize = 10;

function readerOf(source: PartSource): SourceReader {
  return sourceReader(source, {
    pageSize,
    floor: 0,
    async *leftOut() {
      // Nothing is done yet.
    },
  });
}

function pagesOnly(source: PartSource): PartSource {
  const { description, uri, modifiedAt, estimate, page, scores } = source;
  const dispose = () => source[Symbol.asyncDispose]();
  return { description, uri, modifiedAt, estimate, page, scores, [Symbol.asyncDispose]: dispose };
}

/** Reads a page to its end and keeps nothing of it but how to see whether its first row is still there. */
async function readPage(reader: SourceReader, position: SourcePosition) {
  const ahead = await reader.read(position);
  const [row] = ahead.rows;
  if (row === undefined) throw new Error("the file has more pages than are read");
  return { row: new WeakRef(row), next: ahead.positionAfter(ahead.rows.length) };
}

it.each([
  ["a selection", (source: PartSource) => source],
  ["a source that leaves nothing out itself", pagesOnly],
])("a reader of %s keeps its last page and no earlier one", async (_name, sourceFor) => {
  const rows = Array.from({ length: 4 * pageSize }, (_, index) => contractRow({ score: 1 - index / 100 }));
  await using file = await openDuckdbSource({ path: await parquetFile(rows), scoreScale: 1 });
  const reader = readerOf(sourceFor(file));
  let position = startOfSource;
  const seen: WeakRef<object>[] = [];
  for (let page = 0; page < 3; page += 1) {
    const read = await readPage(reader, position);
    seen.push(read.row);
    position = read.next;
  }

  // An object that was looked at stays until the turn ends.
  await nextTurn();
  collectGarbage();

  expect(seen.map((row) => row.deref() !== undefined)).toEqual([false, false, true]);
});
