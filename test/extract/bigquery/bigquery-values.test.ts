import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ColumnMapping } from "../../../src/domain/column-mapping.ts";
import type { BigquerySourceOptions } from "../../../src/extract/bigquery/bigquery-source.ts";
import { openDuckdbSource } from "../../../src/extract/duckdb-source.ts";
import { rowFingerprint } from "../../../src/extract/row-fingerprint.ts";
import { checkScaleOfHundred } from "../../../src/extract/score-scale.ts";
import { startOfSource } from "../../../src/extract/source-position.ts";
import { sourceReader } from "../../../src/extract/source-reader.ts";
import { triageRows } from "../../../src/extract/triage.ts";
import { walk } from "../../contract/part-source-contract.ts";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../../support/bigquery-server/start-bigquery-server.ts";
import { parquetOf } from "../part-files.ts";
import { openParts, partsTable } from "./bigquery-parts.ts";

let server: BigqueryServer;
beforeAll(async () => {
  server = await startBigqueryServer();
});
afterAll(() => server[Symbol.asyncDispose]());

type Options = Partial<BigquerySourceOptions>;

/** The rows of a table that holds what DuckDB's query `select` gives. */
async function read(select: string, options: Options & { floor?: number } = {}) {
  await server.execute(`CREATE OR REPLACE TABLE ${partsTable} AS ${select}`);
  await using source = await openParts(server, options);
  return (await walk(source, 2, options.floor ?? null)).rows;
}

describe("values", () => {
  it("of 64 bits, decimals, and numbers in records keep every digit", async () => {
    const [row] = await read(`SELECT 9007199254740993::BIGINT AS product_id, 734120114::BIGINT AS pn,
      12345678901234567890.123456789::DECIMAL(38, 9) AS title, 0.5::DOUBLE AS score,
      [{spec_name: 'R', spec_value: 9007199254740993::BIGINT}] AS specs`);

    expect(row).toMatchObject({
      product_id: "9007199254740993",
      pn: "734120114",
      title: "12345678901234567890.123456789",
      specs: [{ spec_name: "R", spec_value: "9007199254740993" }],
    });
  });

  it("of times are ISO 8601 to the microsecond, those without a zone in UTC", async () => {
    const [row] = await read(`SELECT 'A' AS pn, TIMESTAMPTZ '2026-01-02 03:04:05.123456+00' AS modified,
      TIMESTAMP '2026-01-02 03:04:05.25' AS created, DATE '2020-02-29' AS intro_date,
      {score: 0.5::DOUBLE, updated_at: TIMESTAMPTZ '2026-01-02 03:04:05+02'} AS priority_score`);

    expect(row).toMatchObject({
      modified: "2026-01-02T03:04:05.123456Z",
      created: "2026-01-02T03:04:05.25Z",
      intro_date: "2020-02-29",
      priority_score: { score: 0.5, updated_at: "2026-01-02T01:04:05Z" },
    });
  });

  it("that are null are null, whatever their type, and a list without records is one", async () => {
    const [row] = await read(`SELECT 'A' AS pn, NULL::BIGINT AS product_id, NULL::DECIMAL(38, 9) AS title,
      NULL::TIMESTAMPTZ AS created, NULL::BOOLEAN AS active_for_use, NULL::STRUCT(score DOUBLE) AS priority_score,
      [{spec_name: NULL::VARCHAR, spec_value: NULL::BIGINT}] AS specs, []::STRUCT(name VARCHAR)[] AS extra`);

    expect(row).toMatchObject({
      pn: "A",
      product_id: null,
      title: null,
      created: null,
      active_for_use: null,
      priority_score: null,
      specs: [{ spec_name: null, spec_value: null }],
      extra: [],
    });
  });

  it("of repeated and nested records, null lists and bytes are plain JSON", async () => {
    const [row] =
      await read(`SELECT 'A' AS pn, 0.5::DOUBLE AS score, 'x'::BLOB AS title, true AS active_for_use,
      [{doc_url: 'https://x.example/Ω', doc_desc: NULL, doc_type: 'pdf'}] AS docs,
      NULL::STRUCT(name VARCHAR, value VARCHAR)[] AS extra, [{type: 'RoHS', value: 'yes'}]::JSON AS compliance`);

    expect(row).toMatchObject({
      title: "eA==",
      active_for_use: true,
      docs: [{ doc_url: "https://x.example/Ω", doc_desc: null, doc_type: "pdf" }],
      extra: [],
      compliance: [{ type: "RoHS", value: "yes" }],
    });
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  });
});

describe("scores", () => {
  it.each([
    ["number", "0.7::DOUBLE"],
    ["decimal", "0.70::DECIMAL(5, 2)"],
    ["text", "' 0.7 '"],
    ["JSON record", "'{\"score\": 0.7}'::JSON"],
    ["JSON number", "'0.7'::JSON"],
    ["record", "{score: 0.7::DOUBLE}"],
    ["record with a decimal", "{base: 1, score: 0.7::DECIMAL(5, 2)}"],
  ])("are read from a %s", async (_, sql) => {
    const select = `SELECT 'A' AS pn, ${sql} AS priority_score`;

    expect(await read(select, { floor: 0.7 })).toHaveLength(1);
    expect(await read(select, { floor: 0.7001 })).toEqual([]);
  });

  it("that are no numbers come first, above every floor, and are quarantined", async () => {
    const rows = await read(
      `SELECT pn, score::DOUBLE AS priority_score, text AS score
       FROM (VALUES ('A', '1', NULL), ('B', 'nan', NULL), ('C', '-inf', NULL), ('D', NULL, 'high'), ('E', NULL, '')) t(pn, score, text)`,
      { floor: 0.99 },
    );

    expect(rows.map((row) => [row["pn"], row["priority_score"] ?? row["score"]])).toEqual([
      ["B", "NaN"],
      ["C", "-Infinity"],
      ["D", "high"],
      ["A", 1],
    ]);
    const triage = triageRows(rows, { scoreScale: 1, directory: { keyOf: (name) => name }, seen: new Set() });
    expect(triage.quarantined).toHaveLength(3);
  });

  it("on a scale of 100 meet a floor from 0 to 1, and fail loudly when the scale is declared as 1", async () => {
    const select =
      "SELECT pn, score::DOUBLE AS score FROM (VALUES ('A', 92.21), ('B', 57), ('C', 56.999)) t(pn, score)";

    expect(await read(select, { scoreScale: 100, floor: 0.57 })).toHaveLength(2);
    const rows = await read(select);
    expect(() =>
      triageRows(rows, { scoreScale: 1, directory: { keyOf: (name) => name }, seen: new Set() }),
    ).toThrow("set WORKFLOW_SCORE_SCALE to 100");
  });

  it("declared as 100 and never above 1 are seen by one more query, which is billed with the others", async () => {
    await server.execute(`CREATE OR REPLACE TABLE ${partsTable} AS
      SELECT pn, score::DOUBLE AS score FROM (VALUES ('A', 0.92), ('B', 0.57), ('C', 0.2)) t(pn, score)`);
    await using source = await openParts(server, { scoreScale: 100 });
    const reader = sourceReader(source, { pageSize: 2, floor: 0.5, async *leftOut() {} });
    expect(await reader.read(startOfSource)).toMatchObject({ rows: [], isFirst: true, isLast: true });
    expect(await source.queries?.()).toHaveLength(1);
    await reader.scores();
    const scores = await reader.scores();
    expect(() => checkScaleOfHundred(scores)).toThrow("set WORKFLOW_SCORE_SCALE to 1 if");
    expect(await source.queries?.()).toHaveLength(2);
  });
});

describe("columns of other names", () => {
  const select = `SELECT '007' AS MPN, {name: 'Vishay'} AS maker, {value: 0.25::DOUBLE} AS ranking, 0.9::DOUBLE AS priority_score,
    [{name: 'x'}] AS list`;
  const columns: ColumnMapping = { pn: "mpn", manufacturer: "maker.name", score: "ranking.value" };

  it("are read as the mapping says, in any case", async () => {
    expect(await read(select, { columns, floor: 0.25 })).toMatchObject([
      { pn: "007", manufacturer: "Vishay", score: 0.25, priority_score: null },
    ]);
    expect(await read(select, { columns, floor: 0.26 })).toEqual([]);
  });

  it.each([
    [
      { ...columns, pn: "mnp" },
      'no column "mnp", which WORKFLOW_SOURCE_COLUMNS maps to pn (columns found: "MPN", "maker", "ranking", "priority_score", "list"): correct the mapping, perhaps to "MPN".',
    ],
    [
      { ...columns, score: "ranking.score" },
      'no column "ranking.score", which WORKFLOW_SOURCE_COLUMNS maps to score',
    ],
    [
      { ...columns, manufacturer: "maker" },
      'holds manufacturer in the RECORD column "maker": map a column of text',
    ],
    [{ ...columns, title: "list.name" }, 'no column "list.name"'],
    [{}, 'no column "pn" (columns found: "MPN"'],
    [{ pn: "mpn", score: "maker" }, 'no score in "maker", which WORKFLOW_SOURCE_COLUMNS maps to score'],
  ])("that cannot be read are refused before any query", async (wrong: ColumnMapping, words) => {
    server.requests.length = 0;

    await expect(read(select, { columns: wrong })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(words) as unknown,
    });
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
  });
});

it("picks the same parts in the same order as DuckDB over a file, with the same fingerprints", async () => {
  const select = `SELECT * FROM (VALUES
      ('1', 'B/1#', 'Würth', 0.5, TIMESTAMPTZ '2026-01-01 00:00:00.5+00', [{spec_name: 'R', spec_value: '1'}], true),
      ('2', 'B/1#', 'Würth', 0.5, NULL, NULL, false),
      (NULL, 'b/1#', NULL, 0.5, NULL, [], NULL),
      ('4', '\u{1F600}', 'x', 0.5, NULL, NULL, true),
      ('5', '\uFF21', 'x', 0.5, NULL, NULL, true),
      ('6', '0734120114', '', 0.49999999999999994, NULL, NULL, true),
      ('7', 'over', 'x', 92.21, NULL, NULL, true),
      ('8', 'none', 'x', NULL, NULL, NULL, true),
      ('9', NULL, 'x', 0.0, NULL, NULL, true),
      ('9', NULL, 'x', 0.0, NULL, NULL, true),
      ('10', 'nan', 'x', 'nan'::DOUBLE, NULL, NULL, true)
    ) t(product_id, pn, manufacturer, score, modified, specs, active_for_use)`;
  const typed = `SELECT * REPLACE (score::DOUBLE AS score) FROM (${select})`;
  for (const floor of [null, 0, 0.5]) {
    const fromBigquery = await read(typed, floor === null ? {} : { floor });
    await using file = await openDuckdbSource({ path: await parquetOf(typed), scoreScale: 1 });
    const fromFile = (await walk(file, 3, floor)).rows;

    expect(fromBigquery.map((row) => [row["pn"], row["product_id"]])).toEqual(
      fromFile.map((row) => [row["pn"], row["product_id"]]),
    );
    expect(fromBigquery.map(rowFingerprint)).toEqual(fromFile.map(rowFingerprint));
    expect(fromFile.length).toBeGreaterThan(5);
  }
});
