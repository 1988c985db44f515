import { tmpdir } from "node:os";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DuckdbEngine, openDuckdbEngine } from "../../src/extract/duckdb-engine.ts";
import { duckdbSelection } from "../../src/extract/duckdb-selection.ts";
import type { SourceCursor } from "../../src/extract/part-source.ts";
import { itself, type PartsTable } from "../../src/extract/parts-table.ts";
import { scoreBounds } from "../../src/extract/score-bounds.ts";
import { leftOut } from "./selections.ts";

interface Row {
  readonly score: number | null;
  readonly pn: string;
  readonly manufacturer: string | null;
  readonly product_id: string | null;
}

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const rowArbitrary = fc.record<Row>({
  // The second and third lie between the same two bounds, as do all that are equal.
  score: few(0.9, 0.50001, 0.5, 0.3, 0.2, 0.1, 0, -0.2, null, 1, 92.21, Number.NaN, -Infinity),
  pn: few("A", "B", "C"),
  manufacturer: few("X", null),
  product_id: few("1", "2", null),
});

let engine: DuckdbEngine;
let tables = 0;
beforeAll(async () => {
  engine = await openDuckdbEngine({ memoryLimit: "256MB", workFolder: tmpdir() });
});
afterAll(() => engine.close());

/** A table in memory that reads like a file. */
async function tableOf(query: string): Promise<PartsTable> {
  tables += 1;
  const columns = ["pn", "manufacturer", "product_id"];
  const texts = columns.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`);
  await engine.rows(`CREATE TABLE parts_${tables} AS SELECT score, ${texts.join(", ")} FROM (${query})`);
  return {
    relation: `(SELECT *, rowid AS file_row_number FROM parts_${tables})`,
    columns: new Map(columns.map((name) => [name, { sql: name, textOf: itself }])),
    score: "score",
  };
}

function tableOfRows(rows: readonly Row[]): Promise<PartsTable> {
  const text = (value: string | number | null) => (value === null ? "NULL" : `'${value}'`);
  const values = rows.map(
    (row) =>
      `(CAST(${text(row.score)} AS DOUBLE), ${text(row.pn)}, ${text(row.manufacturer)}, ${text(row.product_id)})`,
  );
  return tableOf(`FROM (VALUES ${values.join(", ")}) AS t(score, pn, manufacturer, product_id)`);
}

const nameOf = (row: Row) => `${row.pn}|${row.manufacturer ?? ""}`;

function keyOf({ score, pn, manufacturer, product_id }: Row): SourceCursor {
  const priority = score === null ? -1 : Number.isFinite(score) ? score : 1e308;
  return { priority, mpn: pn, manufacturer: manufacturer ?? "", productId: product_id ?? "" };
}

/** Less than 0 where `a` comes first. */
function compared(a: SourceCursor, b: SourceCursor): number {
  const text = (key: SourceCursor) => [key.mpn, key.manufacturer, key.productId].join("\u0000");
  return b.priority - a.priority || (text(a) < text(b) ? -1 : Number(text(a) > text(b)));
}

describe("the bound down to which a selection reads", () => {
  it("changes neither what is picked nor what is counted, whatever the scores are", async () => {
    const cases = fc.record({
      rows: fc.array(rowArbitrary, { minLength: 1, maxLength: 40 }),
      out: fc.uniqueArray(fc.tuple(few("A", "B", "C"), few("X", "")), {
        selector: (part) => part.join("|"),
      }),
      floor: few(null, 0, 0.3, 0.5),
      pageSize: fc.integer({ min: 1, max: 6 }),
      isTakenLeftOut: fc.boolean(),
      // The whole source is kept, some of its bounds, or nothing.
      mostRowsKept: few(100, 5, -100),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, out, floor, pageSize, isTakenLeftOut, mostRowsKept }) => {
        const inReach = rows
          .filter(
            (row) => floor === null || keyOf(row).priority >= floor || (row.score === null && floor <= 0),
          )
          .toSorted((a, b) => compared(keyOf(a), keyOf(b)));
        const isOut = new Set(out.map((part) => part.join("|")));
        const selection = await duckdbSelection(engine, await tableOfRows(rows), `out_${tables}`, {
          mostRowsKept,
        });
        await selection.leaveOut(leftOut(...out.map(([pn, maker]) => ["in_progress", pn, maker] as const)));
        for (let after: SourceCursor | null = null; ;) {
          const start = after;
          const ahead = inReach.filter((row) => start === null || compared(keyOf(row), start) > 0);
          const expected = ahead.filter((row) => !isOut.has(nameOf(row)));
          const page = await selection.page({ after, countedTo: after, floor, pageSize });
          const until = page.next;
          const length = until === null ? expected.length : page.keys.length;
          expect(page.keys).toEqual(expected.slice(0, length).map(keyOf));
          expect(page.rows.map((row) => row["product_id"])).toHaveLength(length);
          const passed = ahead.filter((row) => until === null || compared(keyOf(row), until) <= 0);
          expect(page.leftOut.in_progress ?? 0).toBe(passed.length - length);
          if (until === null) break;
          expect(length).toBeGreaterThan(0);
          after = until;
          if (!isTakenLeftOut) continue;
          const taken = expected.slice(0, length);
          await selection.leaveOut(
            leftOut(...taken.map((row) => ["in_progress", row.pn, row.manufacturer ?? ""] as const)),
          );
          for (const row of taken) isOut.add(nameOf(row));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("lies just below the last row that is needed", async () => {
    const ranked = await tableOf(
      "SELECT 'P' || i AS pn, NULL AS manufacturer, NULL AS product_id, i / 1e5 AS score FROM range(100000) t(i)",
    );
    const statements: string[] = [];
    const heard: DuckdbEngine = {
      ...engine,
      rows(sql, parameters) {
        statements.push(sql);
        return engine.rows(sql, parameters);
      },
    };
    const selection = await duckdbSelection(heard, ranked, "out_of_ranked");
    const done = Array.from({ length: 1_000 }, (_, rank) => `P${99_999 - rank}\u001F`).join("\u001E");
    await selection.leaveOut(
      (async function* () {
        yield await Promise.resolve({ reason: "completed_recently" as const, names: done });
      })(),
    );
    const page = await selection.page({ after: null, countedTo: null, floor: 0, pageSize: 10 });
    expect(page.keys.map((key) => key.mpn)).toEqual(
      Array.from({ length: 10 }, (_, rank) => `P${98_999 - rank}`),
    );
    expect(page.leftOut).toEqual({ completed_recently: 1_000 });
    const bounds = statements.flatMap((sql) => /score >= CAST\('([\d.]+)' AS DOUBLE\)/.exec(sql)?.[1] ?? []);
    expect(bounds.map(Number)).toEqual([Math.floor(0.98989 * 4096) / 4096]);
  });

  it("is not known where rows above it could sort last, or rows below it first", async () => {
    const scored = (...scores: (number | null)[]) =>
      tableOfRows(scores.map((score) => ({ score, pn: "A", manufacturer: null, product_id: null })));
    const ordinary = await scoreBounds(engine, await scored(0.75, 0.5, 0.25, null, Number.NaN, 3));
    expect([1, 2, 3, 4, 5, 6, 7].map((rows) => ordinary(rows).least)).toEqual([
      1,
      1,
      0.75,
      0.5,
      0.25,
      null,
      null,
    ]);
    expect([1, 3, 7].map((rows) => ordinary(rows).rowCount)).toEqual([2, 3, 6]);
    const withInfinity = await scoreBounds(engine, await scored(0.75, 0.5, -Infinity));
    expect(withInfinity(1)).toEqual({ least: null, rowCount: 3 });
  });
});
