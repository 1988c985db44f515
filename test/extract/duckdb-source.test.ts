import { chmod, mkdtemp, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/domain/fault.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { contractRow, walk } from "../contract/part-source-contract.ts";
import { fileWith, jsonlFile, parquetFile, parquetOf } from "./part-files.ts";

async function read(path: string, options: { floor?: number; pageSize?: number; scoreScale?: 1 | 100 } = {}) {
  await using source = await openDuckdbSource({ path, scoreScale: options.scoreScale ?? 1 });
  return (await walk(source, options.pageSize ?? 1_000, options.floor ?? null)).rows;
}

async function partNumbers(path: string, options?: Parameters<typeof read>[1]) {
  return (await read(path, options)).map((row) => row["pn"]);
}

/** The message of the `UserError` with which the file is refused. */
async function refusal(path: string): Promise<string> {
  const error = await read(path).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ exitCode: 3 });
  return error instanceof Error ? error.message : "";
}

describe("a source file that cannot be used is refused in one sentence", () => {
  it("when there is none", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "part-files-")), "none.parquet");
    expect(await refusal(path)).toBe(
      `The part source ${path} cannot be opened (ENOENT): name an existing file.`,
    );
  });

  it("when it is a folder", async () => {
    expect(await refusal(await mkdtemp(join(tmpdir(), "part-files-")))).toContain("is not a file");
  });

  it("when it is a URL", async () => {
    expect(await refusal("https://example.org/parts.parquet")).toContain("is a URL: download the file");
    expect(await refusal("gs://bucket/parts.csv")).toContain("is a URL");
  });

  it("when its ending is unknown", async () => {
    expect(await refusal(await fileWith("parts.xlsx", "x"))).toContain(
      "name a .parquet, .csv, .jsonl or .ndjson",
    );
  });

  it.each(["parts.parquet", "parts.csv", "parts.jsonl"])("when %s has no bytes", async (name) => {
    expect(await refusal(await fileWith(name, ""))).toContain("is empty (0 bytes): export it again");
  });

  it.skipIf(process.getuid?.() === 0)("when it may not be read", async () => {
    const path = await fileWith("parts.csv", "pn,score\nA,1\n");
    await chmod(path, 0);
    expect(await refusal(path)).toContain("cannot be read (EACCES): grant read permission");
  });

  it("when it is no Parquet file", async () => {
    const message = await refusal(
      await fileWith("parts.parquet", "this is not the content of a Parquet file"),
    );
    expect(message).toContain("cannot be read (");
    expect(message).toContain("check that the file is complete and valid.");
    expect(message).not.toContain("\n");
  });

  it.each(["A,1\nB,1,2,3\n", "A,1\nB\n", 'A,1\n"B,1\n'])(
    "when a CSV line is malformed: %j",
    async (lines) => {
      expect(await refusal(await fileWith("parts.csv", `pn,score\n${lines}`))).toMatch(
        /CSV Error on Line: 3/,
      );
    },
  );

  it.each([
    ["A,1\r\nB,1\n", "Windows and Unix"],
    ["A,1\nB,1\r\n", "Windows and Unix"],
    [`${"A,1\n".repeat(30_000)}B,1\r\n`, "Windows and Unix"],
    ['"A\r\nx",1\nB,1\r\n', "Windows and Unix"],
    ["A,1\rB,1\n", "Unix and old Mac"],
    ["A,1\nB,1\r", "Unix and old Mac"],
  ])("when a CSV file mixes line ends: %#", async (lines, kinds) => {
    const path = await fileWith("parts.csv", `pn,score\n${lines}`);
    expect(await refusal(path)).toBe(
      `The part source ${path} mixes ${kinds} line ends: save it with one kind.`,
    );
  });

  it("when a CSV file is not in UTF-8", async () => {
    const path = await fileWith("parts.csv", Buffer.from("pn,score\nA,1\nW\xfcrth,1\n", "latin1"));
    expect(await refusal(path)).toMatch(/Line: 3 .*not utf-8/);
  });

  it("when it lacks the part number", async () => {
    const message =
      'has no column "pn" (columns found: "mpn", "score"): add or rename it, or map another with WORKFLOW_SOURCE_COLUMNS.';
    expect(await refusal(await fileWith("parts.csv", "mpn,score\nA,1\n"))).toContain(message);
    expect(await refusal(await jsonlFile([{ mpn: "A", score: 1 }]))).toContain(message);
    expect(await refusal(await parquetOf("SELECT 'A' AS mpn, 1.0 AS score"))).toContain(message);
  });

  it("when it lacks the score, also within a record", async () => {
    const message = 'has no column "priority_score" (a number, or a record with "score") or "score"';
    expect(await refusal(await fileWith("parts.csv", "pn,priority\nA,1\n"))).toContain(message);
    expect(await refusal(await jsonlFile([{ pn: "A" }]))).toContain(message);
    const select = "SELECT 'A' AS pn, {base: 1.0, high_score: 1.0} AS priority_score";
    expect(await refusal(await parquetOf(select))).toContain(message);
  });

  it("names only a few of many columns", async () => {
    const header = Array.from({ length: 40 }, (_, index) => `column${index}`).join(",");
    expect(await refusal(await fileWith("parts.csv", `${header}\n`))).toContain('"column7", …)');
  });

  it.each(['[{"pn":"A","score":1}]', '[\n  {\n    "pn": "A",\n    "score": 1\n  }\n]\n', '"A"\n\n1\n'])(
    "when no line of it is a JSON object: %j",
    async (content) => {
      const path = await fileWith("parts.jsonl", content);
      expect(await refusal(path)).toBe(
        `The part source ${path} has no line that is a JSON object: write one object per line, without a list around ` +
          "them or line breaks within them.",
      );
    },
  );

  it("when its objects are empty or come too late, as one without columns", async () => {
    const late = `${"[]\n".repeat(10_001)}{"pn":"A","score":1}\n`;
    for (const content of ["{}\n[]\n", late]) {
      const message = await refusal(await fileWith("parts.jsonl", content));
      expect(message).toContain('has no column "pn" (columns found: none)');
    }
  });
});

describe("malformed lines of a JSONL file", () => {
  it("are rows that hold the line, above every floor, none lost between pages", async () => {
    const bad = ['{"pn": "B", ', "not json", "42", "[]", "null", "a \u0001 b", '{"pn": "B", '];
    const good = ['{"pn":"A","score":0.9}', '{"pn":"C","score":0.1}'];
    const path = await fileWith("parts.jsonl", [good[0], "", ...bad, "  ", good[1]].join("\n"));
    await using source = await openDuckdbSource({ path, scoreScale: 1 });
    const { pages, rows } = await walk(source, 2, 0.5);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    expect(rows.at(-1)).toMatchObject({ pn: "A" });
    const lines = rows.slice(0, -1).map((row) => row["malformed_line"]);
    // What follows a control character, which JSON cannot hold, is cut off.
    expect(lines.toSorted()).toEqual([...bad.filter((line) => !line.startsWith("a")), "a "].toSorted());
  });
});

describe("scores", () => {
  it.each([
    ["number", "0.7::DOUBLE"],
    ["single-precision number", "0.7::FLOAT"],
    ["decimal", "0.70::DECIMAL(5, 2)"],
    ["text", "'0.7'"],
    ["JSON text", "'{\"score\": 0.7}'"],
    ["record", "{score: 0.7::DOUBLE}"],
    ["record of single precision", "{base: 1, score: 0.7::FLOAT}"],
  ])("are read from a %s", async (_, sql) => {
    const path = await parquetOf(`SELECT 'A' AS pn, ${sql} AS priority_score`);
    expect(await partNumbers(path, { floor: 0.7 })).toEqual(["A"]);
    expect(await partNumbers(path, { floor: 0.7001 })).toEqual([]);
  });

  it("are read from a column score where priority_score is empty", async () => {
    const rows = [
      { pn: "A", priority_score: null, score: 0.3 },
      { pn: "B", priority_score: { score: 0.2 }, score: 0.9 },
      { pn: "C", priority_score: 0.25 },
      { pn: "D", priority_score: "0.6" },
    ];
    expect(await partNumbers(await jsonlFile(rows))).toEqual(["D", "A", "C", "B"]);
  });

  it("that are no numbers come first, above every floor, and stay visible", async () => {
    const path = await fileWith("parts.csv", 'pn,priority_score\nA,1\nB,high\nC,NaN\nD,"{""score"":"\nE,\n');
    const rows = await read(path, { floor: 0.99, pageSize: 2 });
    expect(rows.map((row) => [row["pn"], row["priority_score"]])).toEqual([
      ["B", "high"],
      ["C", "NaN"],
      ["D", '{"score":'],
      ["A", 1],
    ]);
  });

  it("of NaN and infinity in Parquet come first as text", async () => {
    const path = await parquetOf(
      "SELECT pn, {score: score::DOUBLE} AS priority_score FROM (VALUES ('A', 'NaN'), ('B', '-inf'), ('C', '0.5')) t(pn, score)",
    );
    expect((await read(path, { floor: 0.1 })).map((row) => row["priority_score"])).toEqual([
      { score: "NaN" },
      { score: "-Infinity" },
      { score: 0.5 },
    ]);
  });

  it("on a scale of 100 meet a floor from 0 to 1", async () => {
    const rows = [7, 6.99, 56.999, 57, 92.21].map((score) => contractRow({ pn: String(score), score }));
    const path = await parquetFile(rows);
    expect(await partNumbers(path, { scoreScale: 100, floor: 0.07 })).toEqual(["92.21", "57", "56.999", "7"]);
    expect(await partNumbers(path, { scoreScale: 100, floor: 0.57 })).toEqual(["92.21", "57"]);
  });

  it("below zero lie below every floor and below rows without a score", async () => {
    const path = await fileWith("parts.csv", "pn,score\nA,-5\nB,\nC,0\n");
    expect(await partNumbers(path)).toEqual(["C", "B", "A"]);
    expect(await partNumbers(path, { floor: 0 })).toEqual(["C", "B"]);
  });
});

describe("values", () => {
  it("of dates and times become ISO 8601", async () => {
    const path = await parquetOf(`SELECT 'A' AS pn, 0.5::DOUBLE AS score, DATE '2020-02-29' AS intro_date,
      TIMESTAMP '2026-01-02 03:04:05.25' AS created, TIMESTAMPTZ '2026-01-02 03:04:05+02' AS modified,
      {score: 0.5, updated_at: TIMESTAMPTZ '2026-01-02 03:04:05+00'} AS priority_score`);
    expect((await read(path))[0]).toMatchObject({
      intro_date: "2020-02-29",
      created: "2026-01-02T03:04:05.25Z",
      modified: "2026-01-02T01:04:05Z",
      priority_score: { score: 0.5, updated_at: "2026-01-02T03:04:05Z" },
    });
  });

  it("of numbers stay exact text where the column is text", async () => {
    const line =
      '{"pn":734120114,"product_id":9007199254740993,"score":0.5,"specs":[{"spec_name":"R","spec_value":10}]}';
    expect((await read(await fileWith("parts.ndjson", line)))[0]).toMatchObject({
      pn: "734120114",
      product_id: "9007199254740993",
      specs: [{ spec_name: "R", spec_value: "10" }],
    });
    const path = await parquetOf("SELECT 9007199254740993 AS product_id, 123 AS pn, 0.5::DOUBLE AS score");
    expect((await read(path))[0]).toMatchObject({ pn: "123", product_id: "9007199254740993" });
  });

  it("that are not what their column holds are passed on", async () => {
    const path = await fileWith("parts.csv", "pn,score,specs,active_for_use\nA,1,10k,maybe\nB,0.5,,yes\n");
    const rows = await read(path);
    expect(rows[0]).toMatchObject({ specs: "10k", active_for_use: "maybe" });
    expect(rows[1]).toMatchObject({ specs: null, active_for_use: true });
  });

  it("hold nothing that Postgres cannot store, and paging survives it", async () => {
    const rows = ["A\u0000B", "A\u0000C", "A\u0000D"].map((pn) => ({ pn, score: 0.5 }));
    const found = await read(await jsonlFile(rows), { pageSize: 1 });
    expect(found.map((row) => row["pn"])).toEqual(["A\uFFFDB", "A\uFFFDC", "A\uFFFDD"]);
    const half = await fileWith("parts.csv", 'pn,score,extra\nA,1,"[{""name"":""\\ud800""}]"\n');
    expect((await read(half))[0]).toMatchObject({ extra: [{ name: "\uFFFD" }] });
  });
});

describe("files", () => {
  it.each([
    ['pn,score\r\n"A\nx",1\r\nB,0.5\r\n', "A\nx"],
    ['pn,score\n"A\r\nx",1\nB,0.5\n', "A\r\nx"],
  ])("may have line ends of the other kind within quotes: %j", async (content, first) => {
    expect(await partNumbers(await fileWith("parts.csv", content))).toEqual([first, "B"]);
  });

  it("may have wildcards, quotes and placeholders in their names", async () => {
    for (const path of [
      await parquetFile([contractRow({ pn: "A", score: 0.5 })]),
      await jsonlFile([{ pn: "A", score: 0.5 }]),
      await fileWith("parts.csv", "pn,score\nA,0.5\n"),
    ]) {
      const nameWith = (part: string) => `a=b ${part}'$&@floor{{source}}.${path.split(".").at(-1) ?? ""}`;
      const odd = join(dirname(path), nameWith("[1]*?"));
      await rename(path, odd);
      await writeFile(join(dirname(path), nameWith("1xx")), "what the name means as a pattern");
      expect(await partNumbers(odd)).toEqual(["A"]);
    }
  });

  it("may have a byte order mark, other letter case, quoted and repeated headers", async () => {
    const path = await fileWith(
      "parts.csv",
      '\uFEFF"PN", Score ,title,title,"a ""b"", c"\r\n0012,0.5,x,y,z\r\n',
    );
    expect((await read(path))[0]).toMatchObject({ pn: "0012", title: "x" });
  });

  it("keep text that looks like a number as it is, however many numbers stand before it", async () => {
    // DuckDB guesses a column's type from its first 20,480 rows.
    const numbers = Array.from({ length: 30_000 }, (_, index) => `${index + 1},0.1`);
    const path = await fileWith("parts.csv", ["pn,score", ...numbers, "0123,0.9", "12A,0.8", ""].join("\n"));
    expect((await read(path)).slice(0, 2)).toMatchObject([{ pn: "0123" }, { pn: "12A" }]);
  });

  it("are left with no page cut short when the source is disposed of while it reads", async () => {
    const source = await openDuckdbSource({ path: await jsonlFile([{ pn: "A", score: 1 }]), scoreScale: 1 });
    const page = source.page({ after: null, pageSize: 10, floor: null });
    await source[Symbol.asyncDispose]();
    expect((await page).rows).toHaveLength(1);
  });

  it("are named in the source's description", async () => {
    await using source = await openDuckdbSource({
      path: await fileWith("p.csv", "pn,score\n"),
      scoreScale: 1,
    });
    expect(source.description).toBe("DuckDB over p.csv");
  });
});
