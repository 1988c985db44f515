import { describe, expect, it } from "vitest";
import type { ColumnMapping } from "../../src/domain/column-mapping.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { walk } from "../contract/part-source-contract.ts";
import { fileWith, jsonlFile, parquetOf } from "./part-files.ts";

async function read(path: string, columns: ColumnMapping) {
  await using source = await openDuckdbSource({ path, scoreScale: 1, columns });
  return (await walk(source, 1)).rows;
}

const mapping: ColumnMapping = { pn: "Mfr Part #", manufacturer: "maker.name", score: "ranking.value" };

const files: readonly (readonly [string, () => Promise<string>])[] = [
  [
    "Parquet",
    () =>
      parquetOf(`SELECT * FROM (VALUES
        ('007', {name: 'Vishay', id: 1}, {value: 0.25::FLOAT}, 0.9),
        ('008', {name: 'Würth', id: 2}, {value: 0.5::FLOAT}, 0.1)
      ) AS t("Mfr Part #", Maker, ranking, priority_score)`),
  ],
  [
    "JSONL",
    () =>
      jsonlFile([
        { "Mfr Part #": "007", maker: { name: "Vishay" }, ranking: { value: 0.25 }, priority_score: 0.9 },
        { "Mfr Part #": "008", maker: { name: "Würth" }, ranking: { value: 0.5 }, priority_score: 0.1 },
      ]),
  ],
  [
    "CSV with records as JSON text",
    () =>
      fileWith(
        "parts.csv",
        'Mfr Part #,maker,ranking,priority_score\n007,"{""name"":""Vishay""}","{""value"":0.25}",0.9\n' +
          '008,"{""name"":""Würth""}","{""value"":0.5}",0.1\n',
      ),
  ],
  [
    "CSV with dots in its header",
    () =>
      fileWith(
        "parts.csv",
        "Mfr Part #,maker.name,ranking.value,priority_score\n007,Vishay,0.25,0.9\n008,Würth,0.5,0.1\n",
      ),
  ],
];

describe.each(files)("columns of other names in %s", (_, file) => {
  it("are read as the mapping says, the mapped score before an unmapped one", async () => {
    const rows = await read(await file(), mapping);

    expect(rows.map((row) => [row["pn"], row["manufacturer"], Number(row["score"])])).toEqual([
      ["008", "Würth", 0.5],
      ["007", "Vishay", 0.25],
    ]);
    expect(rows.map((row) => row["priority_score"])).toEqual([null, null]);
  });

  it("may serve several of ours", async () => {
    const [row] = await read(await file(), { ...mapping, title: "Mfr Part #" });

    expect(row).toMatchObject({ pn: "008", title: "008" });
  });

  it.each([
    [{ ...mapping, pn: "Mfr Part" }, '"Mfr Part", which WORKFLOW_SOURCE_COLUMNS maps to pn (columns found: '],
    [{ ...mapping, pn: "Mfr Part" }, ': correct the mapping, perhaps to "Mfr Part #".'],
    [{ ...mapping, title: "nowhere.to.be" }, '"nowhere.to.be", which WORKFLOW_SOURCE_COLUMNS maps to title'],
  ])("that are misspelt are refused with what there is", async (wrong, words) => {
    await expect(read(await file(), wrong)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(words) as unknown,
    });
  });
});

describe("a field that the record does not have", () => {
  it("is refused in Parquet, whose records have fixed fields", async () => {
    const path = await parquetOf("SELECT 'A' AS pn, {value: 0.5} AS ranking");

    await expect(read(path, { score: "ranking.score" })).rejects.toThrow(
      'has no column "ranking.score", which WORKFLOW_SOURCE_COLUMNS maps to score',
    );
  });

  it("is null elsewhere", async () => {
    const path = await jsonlFile([{ pn: "A", ranking: { value: 0.5 } }, { pn: "B" }]);

    const rows = await read(path, { score: "ranking.value" });

    expect(rows.map((row) => [row["pn"], row["score"]])).toEqual([
      ["A", 0.5],
      ["B", null],
    ]);
  });
});

it("a record without a number is no score", async () => {
  const path = await parquetOf("SELECT 'A' AS pn, {value: 0.5} AS ranking");

  await expect(read(path, { score: "ranking" })).rejects.toThrow(
    'has no score in "ranking", which WORKFLOW_SOURCE_COLUMNS maps to score: map a column that holds numbers.',
  );
});
