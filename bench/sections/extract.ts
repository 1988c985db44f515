import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { sourceRows } from "../../src/sandbox/source-table/source-rows.ts";
import { writeSourceFile } from "../../src/sandbox/source-table/write-source-file.ts";
import { type Engine, engines } from "../engines.ts";
import { figure, printTable } from "../print-table.ts";
import { runCase } from "../run-case.ts";
import { runCommand } from "../run-command.ts";

const sourceRowCount = 1_000_000;
const parts = 100_000;
const batchSize = 10_000;
const targetMb = 300;

const Measured = z.object({
  parts: z.number(),
  extractS: z.number(),
  decideS: z.number(),
  statements: z.number(),
  cpuS: z.number(),
  peakRssMb: z.number().nullable(),
});

/** Memory and statements of extracting and deciding many parts of a large file; and of a whole command that does. */
export async function extractSection(): Promise<void> {
  const sourcePath = await sourceFile();
  console.log(`extract: parts of ${sourceRowCount} rows extracted and decided, batches of ${batchSize}`);
  const rows: string[][] = [];
  for (const engine of await engines()) {
    for (const count of [parts / 4, parts]) rows.push(await measureOn(engine, sourcePath, count));
  }
  rows.push(await measureCommand(sourcePath));
  const headings = ["", "parts", "extract s", "decide s", "stmts/1000 parts", "CPU s", "peak RSS MB"];
  printTable([...headings, `x ${targetMb} MB`], rows);
}

async function measureOn(engine: Engine, sourcePath: string, count: number): Promise<string[]> {
  await using database = await engine.open();
  const { poolConfig, maxConnections } = database;
  const options = { poolConfig, maxConnections, sourcePath, parts: count, batchSize };
  const measured = await runCase("extract-and-decide", options, Measured);
  return [
    engine.name,
    String(measured.parts),
    figure(measured.extractS, 1),
    figure(measured.decideS, 1),
    figure((measured.statements / measured.parts) * 1_000, 1),
    figure(measured.cpuS, 1),
    ...memory(measured.peakRssMb),
  ];
}

/** The command line itself: rules send every part to a person, so that none is looked up. */
async function measureCommand(sourcePath: string): Promise<string[]> {
  const limit = ["--limit", String(parts), "--priority-threshold", "0"];
  const { peakRssMb } = await runCommand(["run", ...limit, "--force-manual", "--source", sourcePath], {
    MAX_BATCH_SIZE: String(batchSize),
    MAX_DAILY_TASKS: String(parts),
  });
  return ["workflow run, embedded", String(parts), "–", "–", "–", "–", ...memory(peakRssMb)];
}

function memory(peakRssMb: number | null): string[] {
  return [figure(peakRssMb, 0), figure(peakRssMb === null ? null : peakRssMb / targetMb, 2)];
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
