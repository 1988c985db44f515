import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { sourceRows } from "../../src/sandbox/source-table/source-rows.ts";
import { writeSourceFile } from "../../src/sandbox/source-table/write-source-file.ts";
import { type Engine, engines } from "../engines.ts";
import { figure, printTable } from "../print-table.ts";
import { runCase } from "../run-case.ts";

const sourceRowCount = 1_000_000;
const parts = 100_000;
const batchSize = 10_000;
/** Rows that extraction and deciding write at once. */
const chunkSize = 1_000;

const Measured = z.object({
  parts: z.number(),
  batches: z.number(),
  extractS: z.number(),
  decideS: z.number(),
  statements: z.number(),
  cpuS: z.number(),
  peakRssMb: z.number().nullable(),
});

/** Memory and statements of extracting and deciding many parts of a large file. */
export async function extractSection(): Promise<void> {
  const sourcePath = await sourceFile();
  console.log(
    `extract: ${parts} parts of ${sourceRowCount} rows extracted and decided, batches of ${batchSize}`,
  );
  const rows: string[][] = [];
  for (const engine of await engines()) rows.push(await measureOn(engine, sourcePath));
  const headings = [
    "",
    "parts",
    "extract s",
    "decide s",
    "stmts/1000 parts",
    "CPU s",
    "peak RSS MB",
    "x 300 MB",
  ];
  printTable(headings, rows);
}

async function measureOn(engine: Engine, sourcePath: string): Promise<string[]> {
  await using database = await engine.open();
  const { poolConfig, maxConnections } = database;
  const options = { poolConfig, maxConnections, sourcePath, parts, batchSize };
  const measured = await runCase("extract-and-decide", options, Measured);
  return [
    engine.name,
    String(measured.parts),
    figure(measured.extractS, 1),
    figure(measured.decideS, 1),
    figure((measured.statements / measured.parts) * chunkSize, 1),
    figure(measured.cpuS, 1),
    figure(measured.peakRssMb, 0),
    figure(measured.peakRssMb === null ? null : measured.peakRssMb / 300, 2),
  ];
}

/** Made once, and used again as long as the temporary folder lives. */
async function sourceFile(): Promise<string> {
  const path = join(tmpdir(), `workflow-bench-parts-${sourceRowCount}.parquet`);
  if (!existsSync(path)) {
    console.log(`making ${path}, which takes a minute or two`);
    await writeSourceFile({ rows: sourceRows({ count: sourceRowCount, seed: 1 }), path, format: "parquet" });
  }
  return path;
}
