import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type BigqueryServer, dataset, project } from "./bigquery-server/start-bigquery-server.ts";
import type { PartRow } from "./part-rows.ts";

const columnTypes = {
  product_id: "VARCHAR",
  pn: "VARCHAR",
  manufacturer: "VARCHAR",
  category: "VARCHAR",
  description: "VARCHAR",
  specs: "STRUCT(spec_name VARCHAR, spec_value VARCHAR, spec_units VARCHAR)[]",
  priority_score: "STRUCT(score DOUBLE)",
};

/** The rows as DuckDB reads them from a new file in the folder, with the types a real table has. */
async function relation(rows: readonly PartRow[], folder: string): Promise<string> {
  const path = join(folder, "rows.jsonl");
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const columns = Object.entries(columnTypes).map(([name, type]) => `'${name}': '${type}'`);
  return `read_json('${path}', format = 'newline_delimited', columns = {${columns.join(", ")}})`;
}

/** Writes the rows as Parquet file into the folder; answers its path. */
export async function writeParquet(rows: readonly PartRow[], folder: string): Promise<string> {
  const path = join(folder, "parts.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM ${await relation(rows, folder)}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** Makes the rows a table of the server anew; answers its name in BigQuery. */
export async function loadTable(
  server: BigqueryServer,
  rows: readonly PartRow[],
  folder: string,
): Promise<string> {
  await server.execute(
    `CREATE OR REPLACE TABLE "${project}"."${dataset}"."parts" AS SELECT * FROM ${await relation(rows, folder)}`,
  );
  return `${project}.${dataset}.parts`;
}
