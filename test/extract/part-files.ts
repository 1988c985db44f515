import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { onTestFinished } from "vitest";
import type { ContractRow } from "../contract/part-source-contract.ts";

/** A new file with the given content, in a folder of its own that is gone after the test. */
export async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "part-files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

export function jsonlFile(rows: readonly unknown[]): Promise<string> {
  return fileWith("parts.jsonl", rows.map((row) => JSON.stringify(row)).join("\n") + "\n");
}

/** Lists and records as JSON text. */
export function csvFile(rows: readonly ContractRow[]): Promise<string> {
  const columns = [
    "product_id",
    "pn",
    "manufacturer",
    "title",
    "created",
    "active_for_use",
    "specs",
    "priority_score",
  ] as const;
  const lines = rows.map((row) => columns.map((column) => csvField(row[column])).join(","));
  return fileWith("parts.csv", [columns.join(","), ...lines].join("\r\n") + "\r\n");
}

function csvField(value: unknown): string {
  if (value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}

export async function parquetFile(rows: readonly ContractRow[]): Promise<string> {
  const types = {
    product_id: "VARCHAR",
    pn: "VARCHAR",
    manufacturer: "VARCHAR",
    title: "VARCHAR",
    created: "TIMESTAMPTZ",
    active_for_use: "BOOLEAN",
    specs: "STRUCT(spec_name VARCHAR, spec_value VARCHAR, spec_units VARCHAR)[]",
    priority_score: "STRUCT(score DOUBLE, tier VARCHAR)",
  };
  const lines = await jsonlFile(rows);
  const columns = Object.entries(types).map(([name, type]) => `'${name}': '${type}'`);
  const source = `read_json('${lines}', format = 'newline_delimited', columns = {${columns.join(", ")}})`;
  return parquetOf(`SELECT * FROM ${source}`);
}

/** The result of a DuckDB query as Parquet file. */
export async function parquetOf(select: string): Promise<string> {
  const path = await fileWith("parts.parquet", "");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}
