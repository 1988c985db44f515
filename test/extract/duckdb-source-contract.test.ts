import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { describePartSource } from "../contract/part-source-contract.ts";
import { csvFile, jsonlFile, parquetFile } from "./part-files.ts";

describePartSource("DuckDB over Parquet", async (rows) =>
  openDuckdbSource({ path: await parquetFile(rows), scoreScale: 1 }),
);
describePartSource("DuckDB over CSV", async (rows) =>
  openDuckdbSource({ path: await csvFile(rows), scoreScale: 1 }),
);
describePartSource("DuckDB over JSONL", async (rows) =>
  openDuckdbSource({ path: await jsonlFile(rows), scoreScale: 1 }),
);
