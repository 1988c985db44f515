import { describe, expect, it } from "vitest";
import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import type { RawRow } from "../../src/extract/part-source.ts";
import { triageRows } from "../../src/extract/triage.ts";
import { walk } from "../contract/part-source-contract.ts";
import { fileWith, jsonlFile } from "./part-files.ts";
import { leftOut, selectionOf } from "./selections.ts";

type Options = Partial<Parameters<typeof openDuckdbSource>[0]>;

async function read(path: string, options: Options = {}): Promise<readonly RawRow[]> {
  await using source = await openDuckdbSource({ path, scoreScale: 1, ...options });
  return (await walk(source, 100)).rows;
}

async function triaged(path: string, options?: Options) {
  const rows = await read(path, options);
  const directory = manufacturerDirectory({});
  const { accepted, quarantined } = triageRows(rows, { scoreScale: 1, directory, seen: new Set() });
  return {
    parts: accepted.map(({ part }) => [part.pn, part.manufacturer]),
    reasons: quarantined.map(({ reason }) => reason),
  };
}

describe("a part number or manufacturer that is no text", () => {
  it("is quarantined with what it is, whole numbers are taken as text", async () => {
    const rows = [
      { pn: { a: 1 }, score: 0.9 },
      { pn: ["b"], score: 0.8 },
      { pn: true, score: 0.7 },
      { pn: 1.5, score: 0.65 },
      { pn: "OK1", manufacturer: { name: "TI" }, score: 0.6 },
      { pn: 12, manufacturer: false, score: 0.5 },
      { pn: 734120114, manufacturer: 3, score: 0.4 },
      { pn: "{}", manufacturer: "true", score: 0.3 },
      { pn: null, manufacturer: null, score: 0.2 },
    ];

    expect(await triaged(await jsonlFile(rows))).toEqual({
      parts: [
        ["734120114", "3"],
        ["{}", "true"],
      ],
      reasons: [
        'pn is {"a":1}, expected text.',
        'pn is ["b"], expected text.',
        "pn is true, expected text.",
        "pn is 1.5, expected text.",
        'manufacturer is {"name":"TI"}, expected text.',
        "manufacturer is false, expected text.",
        "pn is missing.",
      ],
    });
  });

  it("leaves a whole number of any length exact, also beside one", async () => {
    const path = await fileWith(
      "parts.jsonl",
      '{"pn":123456789012345678901234567890,"score":0.9}\n{"pn":{},"product_id":9007199254740993,"score":0.8}\n',
    );

    expect(await read(path)).toMatchObject([
      { pn: "123456789012345678901234567890" },
      { pn: {}, product_id: "9007199254740993" },
    ]);
  });

  it("is seen in mapped columns and in fields of records", async () => {
    const rows = [
      { mpn: ["A"], maker: { name: "TI" }, score: 0.9 },
      { mpn: "B", maker: { name: { short: "TI" } }, score: 0.8 },
      { mpn: "C", maker: { name: "TI" }, score: 0.7 },
    ];
    const expected = {
      parts: [["C", "TI"]],
      reasons: ['pn is ["A"], expected text.', 'manufacturer is {"short":"TI"}, expected text.'],
    };
    const columns = { pn: "mpn", manufacturer: "maker.name" };
    expect(await triaged(await jsonlFile(rows), { columns })).toEqual(expected);
    // A key that serves two columns.
    expect(await triaged(await jsonlFile(rows), { columns: { ...columns, title: "mpn" } })).toEqual(expected);

    const csv = await fileWith(
      "parts.csv",
      'pn,maker,score\n{},"{""name"":[1]}",0.9\nC,"{""name"":""TI""}",0.8\n',
    );
    expect(await triaged(csv, { columns: { manufacturer: "maker.name" } })).toEqual({
      parts: [["C", "TI"]],
      reasons: ["manufacturer is [1], expected text."],
    });
  });

  it("is never left out for a part of the same spelling", async () => {
    const rows = [
      { pn: { a: 1 }, score: 0.9 },
      { pn: "OK1", manufacturer: ["TI"], score: 0.8 },
      { pn: '{"a":1}', score: 0.7 },
    ];
    await using opened = await selectionOf(await jsonlFile(rows));
    const { selection } = opened;

    await selection.leaveOut(
      leftOut(
        ["completed_recently", '{"a":1}', ""],
        ["completed_recently", "OK1", ""],
        ["completed_recently", "OK1", '["TI"]'],
      ),
    );

    const page = await selection.page({ after: null, pageSize: 10, floor: null, countedTo: null });
    expect(page.rows.map((row) => row["pn"])).toEqual([{ a: 1 }, "OK1"]);
    expect(page.leftOut).toEqual({ completed_recently: 1 });
  });

  it("is lost at no page border, though it has no name to be sorted by", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ pn: [index], score: 0.5 }));
    await using source = await openDuckdbSource({ path: await jsonlFile(rows), scoreScale: 1 });

    const walked = await walk(source, 7);

    expect(walked.pages.every((page) => page.length <= 7)).toBe(true);
    const numbers = walked.rows.flatMap((row) => row["pn"]).map(Number);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(rows.map((_, index) => index));
  });
});
