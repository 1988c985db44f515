import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitCodes, UserError } from "../../../src/domain/fault.ts";
import { workFolderPrefix } from "../../../src/files/work-folder.ts";
import { ensureSandboxSourceFile } from "../../../src/sandbox/source-table/ensure-sandbox-source-file.ts";
import type { SourceRow } from "../../../src/sandbox/source-table/row-at-rank.ts";
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

  describe("when it is interrupted", () => {
    /** What it ends with when the rows, or their conversion, are interrupted. */
    async function interruptedWhile(
      format: "parquet" | "csv" | "jsonl",
      rowsOf: (interrupt: () => void) => Iterable<SourceRow>,
      whileWriting: (interrupt: () => void) => Promise<void> = () => Promise.resolve(),
    ): Promise<UserError> {
      const path = join(folder, `parts.${format}`);
      await writeFile(path, "old");
      const interruption = new AbortController();
      const interrupt = () => interruption.abort();
      const request = { rows: rowsOf(interrupt), path, format, signal: interruption.signal };
      const ended = writeSourceFile(request).catch((error: unknown) => error);
      await whileWriting(interrupt);
      const fault = await ended;
      expect(fault).toEqual(
        new UserError(exitCodes.interrupted, `Interrupted; nothing was written to ${path}.`),
      );
      expect(await readFile(path, "utf8")).toBe("old");
      expect(await readdir(folder)).toEqual([`parts.${format}`]);
      return fault instanceof UserError ? fault : expect.unreachable();
    }

    const [row = {}] = sourceRows({ count: 1, seed: 1 });

    it.each(["parquet", "csv", "jsonl"] as const)(
      "takes no further rows for a %s file, and leaves the old one and nothing else",
      async (format) => {
        let taken = 0;
        await interruptedWhile(format, function* (interrupt) {
          while (taken < 5000) {
            taken += 1;
            if (taken === 1000) interrupt();
            yield row;
          }
        });
        expect(taken).toBeLessThan(2000);
      },
    );

    it("does not begin to convert the rows when they were the last", async () => {
      const fault = await interruptedWhile("parquet", function* (interrupt) {
        // Of this one DuckDB would complain.
        yield { product_id: "none" };
        interrupt();
      });
      expect(fault.cause).toMatchObject({ name: "AbortError" });
    });

    it.each(["parquet", "csv"] as const)("cuts the conversion to a %s file short", async (format) => {
      const fault = await interruptedWhile(
        format,
        () => Array.from({ length: 50_000 }, () => row),
        async (interrupt) => {
          const isConverting = async () => {
            const files = await readdir(folder, { recursive: true });
            expect(files.some((file) => file.endsWith("/table"))).toBe(true);
          };
          await vi.waitFor(isConverting, { timeout: 60_000, interval: 5 });
          interrupt();
        },
      );
      expect(String(fault.cause)).toContain("INTERRUPT");
    });
  });

  it("leaves nothing behind when the process ends at once, and removes what a killed one left", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await mkdir(join(folder, `${workFolderPrefix(".source-table", { pid })}killed`, "spill"), {
      recursive: true,
    });
    const module = new URL("../../../src/sandbox/source-table/write-source-file.ts", import.meta.url).href;
    const script = `
      import { readdirSync } from "node:fs";
      import { writeSourceFile } from ${JSON.stringify(module)};
      function* rows() {
        console.log(readdirSync(${JSON.stringify(folder)}).length);
        process.exit(130);
      }
      await writeSourceFile({ rows: rows(), path: ${JSON.stringify(join(folder, "parts.jsonl"))}, format: "jsonl" });`;
    const args = [
      "--import",
      createRequire(import.meta.url).resolve("tsx"),
      "--input-type=module",
      "-e",
      script,
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stdout }, stderr).toEqual({ status: 130, stdout: "1\n" });
    expect(await readdir(folder)).toEqual([]);
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
