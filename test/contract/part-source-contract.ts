import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartSource, RawRow, SourceCursor } from "../../src/extract/part-source.ts";

/** A row as the suite asks an adapter's opener to put it into a source. */
export interface ContractRow {
  readonly product_id: string | null;
  readonly pn: string | null;
  readonly manufacturer: string | null;
  /** Different in every row of a source. */
  readonly title: string;
  /** ISO 8601 in UTC with whole seconds, to be stored as a time where the source has such a type. */
  readonly created: string | null;
  readonly active_for_use: boolean | null;
  readonly specs: readonly { spec_name: string; spec_value: string; spec_units: string | null }[];
  readonly priority_score: { readonly score: number | null; readonly tier: string | null };
}

/** Puts rows into a new source with a score scale of 0 to 1 and opens it. */
export type OpenPartSource = (rows: readonly ContractRow[]) => Promise<PartSource>;

type RowKeys = Partial<Pick<ContractRow, "product_id" | "pn" | "manufacturer" | "title" | "specs">> & {
  readonly score?: number | null;
};

let rowCount = 0;

/** A row with the given keys and a title of its own. */
export function contractRow({ score = null, ...keys }: RowKeys): ContractRow {
  rowCount += 1;
  return {
    product_id: String(rowCount),
    pn: `PN-${rowCount}`,
    manufacturer: "Vishay",
    title: `row ${rowCount}`,
    created: "2026-01-02T03:04:05Z",
    active_for_use: true,
    specs: [],
    ...keys,
    priority_score: { score, tier: "A" },
  };
}

/** Every row of a source, page by page, and where each page ended. */
export async function walk(source: PartSource, pageSize: number, floor: number | null = null) {
  const pages: (readonly RawRow[])[] = [];
  let after: SourceCursor | null = null;
  do {
    const page = await source.page({ after, pageSize, floor });
    pages.push(page.rows);
    after = page.next;
  } while (after !== null);
  return { pages, rows: pages.flat() };
}

/** What every adapter of `PartSource` must do. */
export function describePartSource(name: string, open: OpenPartSource): void {
  async function read(rows: readonly ContractRow[], pageSize = 1_000, floor: number | null = null) {
    await using source = await open(rows);
    return await walk(source, pageSize, floor);
  }

  describe(`${name} as a part source`, () => {
    it("orders by score, then part number, manufacturer and product id, rows without a score last", async () => {
      const rows = [
        contractRow({ title: "g", score: null, pn: "A" }),
        contractRow({ title: "f", score: 0, pn: "A" }),
        contractRow({ title: "e", score: 0.5, pn: "b" }),
        contractRow({ title: "d", score: 0.5, pn: "B", manufacturer: "Z", product_id: "10" }),
        contractRow({ title: "c", score: 0.5, pn: "B", manufacturer: "Y", product_id: "2" }),
        contractRow({ title: "b", score: 0.5, pn: "B", manufacturer: "Y", product_id: "10" }),
        contractRow({ title: "a", score: 0.9, pn: "Z" }),
      ];
      expect(titles((await read(rows)).rows)).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    });

    it("tells the greatest score of all rows, and how many are fractions of a hundredth", async () => {
      const scores = [null, -0.5, 0, 0.004, 0.009, 0.01, 0.5, NaN];
      await using source = await open(scores.map((score) => contractRow({ score })));
      expect(await source.scores()).toEqual({ greatest: 0.5, fractions: 2 });
      await using unscored = await open([contractRow({ score: null })]);
      expect(await unscored.scores()).toEqual({ greatest: null, fractions: 0 });
    });

    it("gives a row back as plain JSON with its lists and texts intact", async () => {
      const specs = [
        { spec_name: "Resistance", spec_value: "10", spec_units: "kΩ" },
        { spec_name: 'Size, "metric"', spec_value: "2012", spec_units: null },
      ];
      const row = contractRow({ pn: "0734120114", manufacturer: "Würth", specs, score: 0.25 });
      const [found] = (await read([row, contractRow({ score: 0.1 })])).rows;
      expect(found).toMatchObject(row);
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    });

    it("gives columns that the source does not have as null", async () => {
      const [found] = (await read([contractRow({ score: 0.5 })])).rows;
      expect(found).toMatchObject({ brand: null, datasheet_url: null, docs: null });
    });

    it("is one empty page when the table has no rows", async () => {
      expect((await read([])).pages).toEqual([[]]);
    });

    it("keeps part numbers as they are written", async () => {
      const numbers = [
        "LTC4331HUFD#PBF",
        "DS3231MZ/V+",
        "74HC595D,118",
        `O'Neil "quoted"`,
        "0734120114",
        "007",
        "1e5",
        "12345678901234567890",
        "ＣＧＡ３（Ω±℃）",
        " spaced ",
        "true",
        "null",
        "-1.0",
        "@floor $floor {{source}}",
        "\\n\\",
      ];
      const { rows } = await read(
        numbers.map((pn, rank) => contractRow({ pn, score: 1 - rank / 100 })),
        2,
      );
      expect(rows.map((row) => row["pn"])).toEqual(numbers);
    });

    it("sorts part numbers by code point", async () => {
      const numbers = ["\u{1F600}", "\uFF21", "é", "a", "Z", "#"];
      const { rows } = await read(
        numbers.map((pn) => contractRow({ pn, score: 0.5 })),
        2,
      );
      expect(rows.map((row) => row["pn"])).toEqual(numbers.toReversed());
    });

    it.each([
      [null, ["over", "one", "half", "low", "zero", "none"]],
      [0, ["over", "one", "half", "low", "zero", "none"]],
      [0.0001, ["over", "one", "half", "low"]],
      [0.07, ["over", "one", "half", "low"]],
      [0.0701, ["over", "one", "half"]],
      [0.5, ["over", "one", "half"]],
      [1, ["over", "one"]],
    ])("with a floor of %s reads the scores from there up", async (floor, expected) => {
      const scores = { none: null, zero: 0, low: 0.07, half: 0.5, one: 1, over: 92.21 };
      const rows = Object.entries(scores).map(([title, score]) => contractRow({ title, score }));
      expect(titles((await read(rows, 2, floor)).rows)).toEqual(expected);
    });

    it("reads rows without part number, manufacturer or product id too", async () => {
      const bare = { pn: null, manufacturer: null, product_id: null };
      const rows = [
        contractRow({ ...bare, score: 0.5 }),
        contractRow({ ...bare }),
        contractRow({ pn: null }),
      ];
      expect(titles((await read(rows, 1)).rows).toSorted()).toEqual(titles(rows).toSorted());
    });

    it("says with the last row that it was the last", async () => {
      await using source = await open([contractRow({ score: 0.2 }), contractRow({ score: 0.1 })]);
      expect((await source.page({ after: null, pageSize: 2, floor: null })).next).toBeNull();
      expect((await source.page({ after: null, pageSize: 1, floor: null })).next).not.toBeNull();
      expect((await source.page({ after: null, pageSize: 1, floor: 0.2 })).next).toBeNull();
    });

    it("gives the same page for the same request", async () => {
      await using source = await open([0.4, 0.3, 0.2, 0.1].map((score) => contractRow({ score })));
      const request = { after: null, pageSize: 2, floor: null };
      const first = await source.page(request);
      const second = await source.page({ ...request, after: first.next });
      expect(await source.page(request)).toEqual(first);
      expect(await source.page({ ...request, after: first.next })).toEqual(second);
    });

    it("loses and repeats no row between pages, however the keys coincide", async () => {
      const few = <T>(...values: T[]) => fc.constantFrom(...values);
      const keys = fc.record({
        score: few(null, 0, 0.1, 0.30000000000000004, 0.5, 92.21),
        pn: few("A", "a", "B", null),
        manufacturer: few("X", "Y", null),
        product_id: few("1", "2", null),
      });
      const cases = fc.tuple(fc.array(keys, { minLength: 1, maxLength: 25 }), fc.integer({ min: 1, max: 6 }));
      await fc.assert(
        fc.asyncProperty(cases, async ([list, pageSize]) => {
          const rows = list.map(contractRow);
          const { pages, rows: found } = await read(rows, pageSize);
          expect(titles(found).toSorted()).toEqual(titles(rows).toSorted());
          expect(found.map(sortKey)).toEqual(rows.map(sortKey).toSorted(compare));
          expect(pages.every((page) => page.length > 0)).toBe(true);
        }),
        { numRuns: 12 },
      );
    });
  });
}

function titles(rows: readonly { readonly [column: string]: unknown }[] | readonly ContractRow[]): unknown[] {
  return rows.map((row: { readonly title?: unknown }) => row.title);
}

type SortKey = readonly [number, string, string, string];

function sortKey(row: RawRow | ContractRow): SortKey {
  const { pn, manufacturer, product_id: id, priority_score: priority } = row as ContractRow;
  return [-(priority.score ?? -1), pn ?? "", manufacturer ?? "", id ?? ""];
}

function compare(a: SortKey, b: SortKey): number {
  for (const [index, value] of a.entries()) {
    const other = b[index];
    if (other !== undefined && value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
