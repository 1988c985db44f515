import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes, UserError } from "../../../src/domain/fault.ts";
import { ensureSandboxSourceFile } from "../../../src/sandbox/source-table/ensure-sandbox-source-file.ts";
import { sourceRows } from "../../../src/sandbox/source-table/source-rows.ts";
import { writeSourceFile } from "../../../src/sandbox/source-table/write-source-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "source-table-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function query(sql: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}

const rows = () => sourceRows({ count: 1000, seed: 1 });
/** The row with a list column that holds no list. */
const withText = (read: string) =>
  query(`SELECT count(*)::INT AS count FROM ${read} WHERE specs::VARCHAR LIKE '%see data sheet%'`);

describe("writeSourceFile", () => {
  it("keeps lists, records, order and leading zeros in Parquet", async () => {
    const path = join(folder, "parts.parquet");
    await writeSourceFile({ rows: rows(), path, format: "parquet" });
    const read = await query(`SELECT * FROM read_parquet('${path}')`);
    const written = [...rows()].map((row) => ({
      ...row,
      product_id: String(row["product_id"]),
      specs: Array.isArray(row["specs"]) ? row["specs"] : null,
    }));
    expect(read).toEqual(written);
    expect(await query(`SELECT pn FROM read_parquet('${path}') WHERE pn = '0022232021'`)).not.toEqual([]);
  });

  it("holds records and lists as JSON text in CSV, broken ones too", async () => {
    const path = join(folder, "parts.csv");
    await writeSourceFile({ rows: rows(), path, format: "csv" });
    const read = `read_csv('${path}', all_varchar = true)`;
    expect(await query(`SELECT count(*)::INT AS count FROM ${read}`)).toEqual([{ count: 1000 }]);
    const [first] = [...rows()];
    const [found] = await query(
      `SELECT pn, json(specs)::VARCHAR AS specs FROM ${read} WHERE product_id = '${String(first?.["product_id"])}'`,
    );
    expect(found).toEqual({ pn: first?.["pn"], specs: JSON.stringify(first?.["specs"]) });
    expect(await withText(read)).toEqual([{ count: 5 }]);
  });

  it("writes the rows as they are as JSON lines", async () => {
    const path = join(folder, "parts.jsonl");
    await writeSourceFile({ rows: rows(), path, format: "jsonl" });
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines).toEqual([...rows()].map((row) => JSON.stringify(row)));
  });

  it("makes the folders above the file", async () => {
    await writeSourceFile({ rows: [], path: join(folder, "a", "b.parquet"), format: "parquet" });
    expect(await readdir(join(folder, "a"))).toEqual(["b.parquet"]);
  });

  it("leaves the old file and nothing else when the rows break off", async () => {
    const path = join(folder, "parts.parquet");
    await writeFile(path, "old");
    function* broken() {
      yield { pn: "LM358DR" };
      throw new RangeError("no more rows");
    }
    await expect(writeSourceFile({ rows: broken(), path, format: "parquet" })).rejects.toThrow(
      "no more rows",
    );
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["parts.parquet"]);
  });

  it.each([
    ["a file stands where a folder should be", "file/parts.parquet"],
    ["a folder stands where the file should be", "folder"],
  ])("says where it cannot write when %s", async (_why, place) => {
    await writeFile(join(folder, "file"), "");
    await mkdir(join(folder, "folder", "full"), { recursive: true });
    const path = join(folder, place);
    const fault: unknown = await writeSourceFile({ rows: [], path, format: "parquet" }).catch(
      (e: unknown) => e,
    );
    expect(fault).toBeInstanceOf(UserError);
    expect(fault).toMatchObject({ exitCode: exitCodes.storage });
    expect(String(fault)).toContain(path);
    expect((await readdir(folder)).toSorted()).toEqual(["file", "folder"]);
  });

  it.runIf(process.platform === "linux")(
    "refuses a folder that nobody can make, instead of trying for ever",
    async () => {
      const path = "/proc/nowhere/parts.jsonl";
      await expect(writeSourceFile({ rows: [], path, format: "jsonl" })).rejects.toMatchObject({
        exitCode: exitCodes.storage,
      });
    },
  );
});

describe("ensureSandboxSourceFile", () => {
  const size = { count: 300, seed: 7 };

  it("makes the table once and then reuses it", async () => {
    const path = await ensureSandboxSourceFile(folder, size);
    expect(path).toBe(join(folder, "sandbox", "parts-v1-300-7.parquet"));
    expect(await query(`SELECT count(*)::INT AS count FROM '${path}'`)).toEqual([{ count: 300 }]);
    await writeFile(path, "kept");
    expect(await ensureSandboxSourceFile(folder, size)).toBe(path);
    expect(await readFile(path, "utf8")).toBe("kept");
  });

  it("can be asked for twice at once", async () => {
    const paths = await Promise.all([
      ensureSandboxSourceFile(folder, size),
      ensureSandboxSourceFile(folder, size),
    ]);
    expect(paths[0]).toBe(paths[1]);
    expect(await readdir(join(folder, "sandbox"))).toEqual(["parts-v1-300-7.parquet"]);
    expect(await query(`SELECT count(*)::INT AS count FROM '${paths[0]}'`)).toEqual([{ count: 300 }]);
  });
});
