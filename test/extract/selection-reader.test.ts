import { describe, expect, it } from "vitest";
import type { Selection } from "../../src/extract/part-source.ts";
import { selectionReader } from "../../src/extract/selection-reader.ts";
import { startOfSource } from "../../src/extract/source-position.ts";
import type { RowsAhead } from "../../src/extract/source-reader.ts";
import { contractRow } from "../contract/part-source-contract.ts";
import { parquetFile } from "./part-files.ts";
import { leftOut, selectionOf } from "./selections.ts";

/** Readers of a new file with parts of these numbers, best first; `pages` counts what they ask of the source. */
async function openFile(numbers: readonly string[]) {
  const rows = numbers.map((pn, index) =>
    contractRow({ pn, product_id: "1", score: 0.9 - numbers.indexOf(pn) / 100, title: String(index) }),
  );
  const opened = await selectionOf(await parquetFile(rows));
  const asked = { pages: 0 };
  const selection: Selection = {
    ...opened.selection,
    page(request) {
      asked.pages += 1;
      return opened.selection.page(request);
    },
  };
  return {
    asked,
    reader: (done: readonly string[], pageSize = 100) =>
      selectionReader(() => Promise.resolve(selection), {
        pageSize,
        floor: 0,
        leftOut: () => leftOut(...done.map((pn) => ["completed_recently", pn, "Vishay"] as const)),
      }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const numbersOf = (ahead: RowsAhead) => ahead.rows.map((row) => row["pn"]);

describe("a reader of a selection", () => {
  it("serves the batches of a run from one page, and reads on at its end", async () => {
    await using file = await openFile(["A", "B", "C", "D", "E"]);
    const reader = file.reader([], 3);
    const first = await reader.read(startOfSource);
    expect(numbersOf(first)).toEqual(["A", "B", "C"]);
    const second = await reader.read(first.positionAfter(2));
    expect(numbersOf(second)).toEqual(["C"]);
    expect([file.asked.pages, second.isLast]).toEqual([1, false]);
    const third = await reader.read(second.positionAfter(1));
    expect([numbersOf(third), third.isLast, file.asked.pages]).toEqual([["D", "E"], true, 2]);
    const end = await reader.read(third.positionAfter(2));
    expect([numbersOf(end), end.isLast, file.asked.pages]).toEqual([[], true, 2]);
  });

  it("goes on after the last part that was taken, also when the parts before it are left out by now", async () => {
    await using file = await openFile(["A", "B", "C", "D", "E"]);
    const ahead = await file.reader(["B"]).read(startOfSource);
    expect(numbersOf(ahead)).toEqual(["A", "C", "D", "E"]);
    const resumed = await file.reader(["A", "B", "C"]).read(ahead.positionAfter(2));
    expect(numbersOf(resumed)).toEqual(["D", "E"]);
  });

  it("tells of what was left out once, however often a page is read", async () => {
    await using file = await openFile(["A", "B", "C", "D"]);
    const reader = file.reader(["A", "D"]);
    const counts = { completed_recently: 2 };
    expect((await reader.read(startOfSource)).leftOut).toEqual(counts);
    const again = await reader.read(startOfSource);
    expect([again.leftOut, file.asked.pages]).toEqual([counts, 1]);
    const position = again.positionAfter(1);
    expect((await reader.read(position)).leftOut).toEqual({});
    expect((await file.reader(["A", "D"]).read(position)).leftOut).toEqual({});
  });

  it("tells of them also where nothing else is left", async () => {
    await using file = await openFile(["A", "B"]);
    const ahead = await file.reader(["A", "B"]).read(startOfSource);
    expect([ahead.rows, ahead.isLast, ahead.leftOut]).toEqual([[], true, { completed_recently: 2 }]);
    expect((await file.reader(["A", "B"]).read(ahead.positionAfter(0))).leftOut).toEqual({});
  });

  it("keeps rows together that nothing tells apart but their position", async () => {
    await using file = await openFile(["A", "B", "B", "B", "C"]);
    const ahead = await file.reader([]).read(startOfSource);
    expect([1, 2, 3, 5].map((count) => ahead.wholeKeys(count))).toEqual([1, 4, 4, 5]);
    const resumed = await file.reader([]).read(ahead.positionAfter(ahead.wholeKeys(2)));
    expect(numbersOf(resumed)).toEqual(["C"]);
  });
});
