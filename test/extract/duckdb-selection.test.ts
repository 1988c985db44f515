import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDuckdbEngine } from "../../src/extract/duckdb-engine.ts";
import { keyQuery } from "../../src/extract/duckdb-queries.ts";
import { parquetReader } from "../../src/extract/duckdb-reader.ts";
import type { Selection, SourceCursor } from "../../src/extract/part-source.ts";
import { partsTable } from "../../src/extract/parts-table.ts";
import { sourceParameters } from "../../src/extract/source-query.ts";
import { contractRow } from "../contract/part-source-contract.ts";
import { parquetFile, parquetOf } from "./part-files.ts";
import { leftOut, selectionOf } from "./selections.ts";

function page(selection: Selection, request: Partial<Parameters<Selection["page"]>[0]> = {}) {
  return selection.page({ after: null, pageSize: 100, floor: null, countedTo: null, ...request });
}

async function partNumbers(selection: Selection): Promise<unknown[]> {
  return (await page(selection)).rows.map((row) => row["pn"]);
}

describe("a selection", () => {
  it("leaves out rows with the same number and manufacturer, and no others", async () => {
    const rows = [
      contractRow({ pn: "A", manufacturer: "X", score: 0.9 }),
      contractRow({ pn: " A ", manufacturer: "X", score: 0.8 }),
      contractRow({ pn: "A", manufacturer: "Y", score: 0.7 }),
      contractRow({ pn: "a", manufacturer: "X", score: 0.6 }),
      contractRow({ pn: "A", manufacturer: null, score: 0.5 }),
      contractRow({ pn: "B", manufacturer: null, score: 0.4 }),
      contractRow({ pn: null, manufacturer: null, score: 0.3 }),
    ];
    await using opened = await selectionOf(await parquetFile(rows));
    const { selection } = opened;
    await selection.leaveOut(leftOut(["completed_recently", "A", "X"], ["pending_review", "B", ""]));
    expect(await partNumbers(selection)).toEqual([" A ", "A", "a", "A", null]);
    await selection.leaveOut(leftOut(["in_progress", "a", "X"]));
    expect(await partNumbers(selection)).toEqual([" A ", "A", "A", null]);
  });

  it("counts what it passed over by the first reason that holds, once for each row", async () => {
    const rows = ["A", "A", "B", "C", "D"].map((pn, index) => contractRow({ pn, score: 0.9 - index / 10 }));
    await using opened = await selectionOf(await parquetFile(rows));
    const { selection } = opened;
    await selection.leaveOut(
      leftOut(
        ["same_business_day", "A", "Vishay"],
        ["in_progress", "A", "Vishay"],
        ["pending_review", "C", "Vishay"],
      ),
    );
    await selection.leaveOut(leftOut(["pending_review", "C", "Vishay"]));
    expect((await page(selection)).leftOut).toEqual({ in_progress: 2, pending_review: 1 });
    expect((await page(selection, { floor: 0.75 })).leftOut).toEqual({ in_progress: 2 });
  });

  it("counts rows of the page only, from where counting ended before", async () => {
    const rows = ["A", "B", "C", "D", "E"].map((pn, index) => contractRow({ pn, score: 0.9 - index / 10 }));
    await using opened = await selectionOf(await parquetFile(rows));
    const { selection } = opened;
    await selection.leaveOut(
      leftOut(...["A", "C", "E"].map((pn) => ["completed_recently", pn, "Vishay"] as const)),
    );
    const first = await page(selection, { pageSize: 1 });
    expect(first.leftOut).toEqual({ completed_recently: 1 });
    const second = await page(selection, { pageSize: 1, after: first.next, countedTo: first.next });
    expect(second).toMatchObject({ leftOut: { completed_recently: 2 }, next: null });
    const counted = { priority: 0.7, mpn: "C", manufacturer: "Vishay", productId: "9999" };
    expect((await page(selection, { after: first.next, countedTo: counted })).leftOut).toEqual({
      completed_recently: 1,
    });
  });

  it("shows every row once, as read or as left out, whatever is left out and however the pages fall", async () => {
    const few = <T>(...values: T[]) => fc.constantFrom(...values);
    const keys = fc.record({
      score: few(null, 0, 0.1, 0.5, 92.21),
      pn: few("A", "B", "C", null),
      manufacturer: few("X", "Y", null),
      product_id: few("1", "2", null),
    });
    const cases = fc.record({
      list: fc.array(keys, { minLength: 1, maxLength: 20 }),
      out: fc.array(fc.tuple(few("A", "B", "C"), few("X", "Y", ""))),
      pageSize: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ list, out, pageSize }) => {
        const rows = list.map(contractRow);
        await using opened = await selectionOf(await parquetFile(rows));
        const { selection } = opened;
        await selection.leaveOut(leftOut(...out.map(([pn, maker]) => ["in_progress", pn, maker] as const)));
        const isOut = (row: { pn?: unknown; manufacturer?: unknown }) =>
          out.some(([pn, maker]) => row.pn === pn && (row.manufacturer ?? "") === maker);
        const titles: unknown[] = [];
        let passedOver = 0;
        let after: SourceCursor | null = null;
        do {
          const found = await page(selection, { after, pageSize, countedTo: after });
          titles.push(...found.rows.map((row) => row["title"]));
          passedOver += found.leftOut.in_progress ?? 0;
          expect(found.keys).toHaveLength(found.rows.length);
          after = found.next;
        } while (after !== null);
        const kept = rows.filter((row) => !isOut(row)).map((row) => row.title);
        expect(titles.toSorted()).toEqual(kept.toSorted());
        expect(passedOver).toBe(rows.length - kept.length);
      }),
      { numRuns: 12 },
    );
  });

  it("is joined with what it leaves out by hash, with the smaller side in memory", async () => {
    const path = await parquetOf(
      "SELECT 'P' || i AS pn, 'M' AS manufacturer, CAST(i AS VARCHAR) AS product_id, i / 5e5 AS score FROM range(500000) t(i)",
    );
    const engine = await openDuckdbEngine({ memoryLimit: "256MB", workFolder: path });
    try {
      const table = partsTable(await parquetReader(path, engine), 1);
      await engine.rows("CREATE TABLE done AS SELECT HASH(i) AS name, 0 AS reason FROM range(50000) t(i)");
      const parameters = { ...sourceParameters({ after: null, floor: 0.5 }), max_rows: 1000n };
      const [plan] = await engine.rows(`EXPLAIN ${keyQuery(table, "done")}`, parameters);
      const text = String(plan?.["explain_value"]);
      expect(text).toContain("HASH_JOIN");
      expect(text).toMatch(/Join Type: ANTI/);
      expect(text).not.toMatch(/RIGHT_ANTI|NESTED_LOOP/);
    } finally {
      engine.close();
    }
  });
});
