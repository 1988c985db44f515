import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { asSourceLines, benchParts } from "../bench-parts.ts";
import { type Engine, engines } from "../engines.ts";
import { figure, printTable } from "../print-table.ts";
import { runCase } from "../run-case.ts";
import { startSandboxProcess } from "../sandbox-process.ts";

const parts = 1000;
const latencyMs = 50;

const Measured = z.object({
  seconds: z.number(),
  completed: z.number(),
  statementsPerPart: z.number(),
  cpuS: z.number(),
  serverCpuS: z.number(),
  peakRssMb: z.number().nullable(),
});

/** Makespan of the scrape stage against the provider's own time, beside a loop that only calls, and plain HTTP. */
export async function scrapeSection(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-bench-"));
  try {
    const sourcePath = join(folder, "parts.jsonl");
    await writeFile(sourcePath, asSourceLines(benchParts(parts)));
    console.log(`scrape: ${parts} parts, answers after ${latencyMs} ms, no faults`);
    const rows: string[][] = [];
    const available = await engines();
    for (const maxConcurrent of [5, 50]) {
      rows.push(await measure("bare HTTP", "scrape-bare-http", { sourcePath, maxConcurrent }));
      rows.push(await measure("bare loop", "scrape-bare-loop", { sourcePath, maxConcurrent }));
      for (const engine of available) rows.push(await measureOn(engine, { sourcePath, maxConcurrent }));
    }
    const headings = ["", "calls at once", "floor s", "seconds", "x floor", "calls/part", "stmts/part"];
    printTable([...headings, "CPU s", "database CPU s", "peak RSS MB"], rows);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Setup {
  readonly sourcePath: string;
  readonly maxConcurrent: number;
}

async function measureOn(engine: Engine, setup: Setup): Promise<string[]> {
  await using database = await engine.open();
  const { poolConfig, maxConnections, serverPid } = database;
  const options = { ...setup, poolConfig, maxConnections, serverPid, parts };
  return await measure(engine.name, "scrape-pipeline", options);
}

async function measure(name: string, caseName: string, setup: Setup): Promise<string[]> {
  await using sandbox = await startSandboxProcess(latencyMs);
  const measured = await runCase(caseName, { ...setup, baseUrl: sandbox.baseUrl }, Measured);
  const { calls } = await sandbox.calls();
  if (measured.completed !== parts) {
    console.error(`${name}: only ${measured.completed} of ${parts} parts were completed.`);
  }
  const floorS = (parts * latencyMs) / 1000 / setup.maxConcurrent;
  return [
    name,
    String(setup.maxConcurrent),
    figure(floorS, 1),
    figure(measured.seconds, 2),
    figure(measured.seconds / floorS, 2),
    figure(calls / parts, 2),
    figure(measured.statementsPerPart, 2),
    figure(measured.cpuS, 1),
    figure(measured.serverCpuS, 1),
    figure(measured.peakRssMb, 0),
  ];
}
