import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { type DuckdbEngine, openDuckdbEngine } from "../../src/extract/duckdb-engine.ts";
import {
  keptRows,
  keyQuery,
  leftOutQuery,
  leftOutRows,
  reachedRows,
} from "../../src/extract/duckdb-queries.ts";
import { duckdbSelection } from "../../src/extract/duckdb-selection.ts";
import { parquetReader } from "../../src/extract/duckdb-reader.ts";
import type { Selection, SourceCursor } from "../../src/extract/part-source.ts";
import { partsTable } from "../../src/extract/parts-table.ts";
import { sourceParameters, untilParameters } from "../../src/extract/source-query.ts";
import { largestPage } from "../../src/extract/source-reader.ts";
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

  describe("that cannot be told everything", () => {
    /** One chunk that can be put in, then one more or `fault`; `isClosed` once nobody reads on. */
    function chunks(fault: Error | null) {
      const state = { isClosed: false };
      async function* read() {
        try {
          yield* leftOut(["in_progress", "A", "Vishay"]);
          if (fault !== null) throw fault;
          yield* leftOut(["in_progress", "B", "Vishay"]);
        } finally {
          state.isClosed = true;
        }
      }
      return { state, read };
    }

    it("passes on why reading failed, and goes on working", async () => {
      const rows = ["A", "B"].map((pn) => contractRow({ pn }));
      await using opened = await selectionOf(await parquetFile(rows));
      const { state, read } = chunks(new Error("the database is gone"));
      await expect(opened.selection.leaveOut(read())).rejects.toThrow("the database is gone");
      expect(state.isClosed).toBe(true);
      await opened.selection.leaveOut(leftOut(["in_progress", "B", "Vishay"]));
      expect(await partNumbers(opened.selection)).toEqual([]);
    });

    it("stops reading when a chunk cannot be put in", async () => {
      const path = await parquetFile([contractRow({ pn: "A" })]);
      const engine = await openDuckdbEngine({ memoryLimit: "256MB", workFolder: path });
      onTestFinished(() => engine.close());
      const table = partsTable(await parquetReader(path, engine), 1);
      const selection = await duckdbSelection(engine, table, "gone");
      await engine.rows("DROP TABLE gone");
      const { state, read } = chunks(null);
      await expect(selection.leaveOut(read())).rejects.toThrow("gone does not exist");
      expect(state.isClosed).toBe(true);
    });
  });

  describe("over half a million rows", () => {
    /** A file with scores from 0 to 1, and a table `done` of so many parts to leave out. */
    async function openRanked(doneParts: number) {
      const path = await parquetOf(
        "SELECT 'P' || i AS pn, 'M' AS manufacturer, CAST(i AS VARCHAR) AS product_id, i / 5e5 AS score FROM range(500000) t(i)",
      );
      const engine = await openDuckdbEngine({ memoryLimit: "256MB", workFolder: path });
      onTestFinished(() => engine.close());
      const table = partsTable(await parquetReader(path, engine), 1);
      await engine.rows(
        `CREATE TABLE done AS SELECT HASH(i) AS name, 0 AS reason FROM range(${doneParts}) t(i)`,
      );
      return { engine, table };
    }
    async function planOf(
      engine: DuckdbEngine,
      query: string,
      parameters?: Parameters<DuckdbEngine["rows"]>[1],
    ) {
      const [plan] = await engine.rows(`EXPLAIN (FORMAT json) ${query}`, parameters);
      return operators(z.array(Operator).parse(JSON.parse(String(plan?.["explain_value"]))));
    }
    const fromTheTop = sourceParameters({ after: null, floor: 0.5 });

    it("joins the file with what it leaves out in memory, never the other way round", async () => {
      const { engine, table } = await openRanked(400_000);
      const plan = await planOf(engine, `FROM ${reachedRows(table, "done", 0.1)}`);
      const join = plan.find(({ name }) => name === "HASH_JOIN");
      expect(join?.extra_info["Join Type"]).toBe("LEFT");
      expect(tablesOf(join?.children[1])).toEqual(["memory.main.done"]);
    });

    it("keeps what it leaves out in memory, and the best rows, but never the file", async () => {
      const { engine, table } = await openRanked(400_000);
      const parameters = { ...fromTheTop, max_rows: BigInt(largestPage + 1) };
      const plan = await planOf(engine, keyQuery(keptRows(table, "done", 0.1)), parameters);
      expect(plan.map(({ name }) => name)).toContain("TOP_N");
      const join = plan.find(({ name }) => name === "HASH_JOIN");
      expect(join?.extra_info["Join Type"]).toBe("ANTI");
      expect(tablesOf(join?.children[1])).toEqual(["memory.main.done"]);
    });

    it("counts with what it leaves out in memory, however little of the file is expected to match", async () => {
      const { engine, table } = await openRanked(400_000);
      const end = { priority: 0.9, mpn: "P", manufacturer: "", productId: "" };
      const parameters = { ...fromTheTop, ...untilParameters(end) };
      const plan = await planOf(engine, leftOutQuery(leftOutRows(table, "done", 0.9)), parameters);
      const join = plan.find(({ name }) => name === "HASH_JOIN");
      expect(tablesOf(join?.children[1])).toEqual(["memory.main.done"]);
    });
  });
});

interface Operator {
  readonly name: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
  readonly children: readonly Operator[];
}
const Operator: z.ZodType<Operator> = z.object({
  name: z.string(),
  extra_info: z.record(z.string(), z.unknown()),
  get children() {
    return z.array(Operator);
  },
});

/** The operators of a plan, those on top first. */
function operators(plan: readonly Operator[]): Operator[] {
  return plan.flatMap((operator) => [operator, ...operators(operator.children)]);
}

function tablesOf(operator: Operator | undefined): unknown[] {
  return operators(operator === undefined ? [] : [operator]).flatMap(
    ({ extra_info: info }) => info["Table"] ?? [],
  );
}
