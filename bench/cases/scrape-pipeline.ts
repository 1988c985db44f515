// One batch through the local stages; only the scrape stage is measured.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { sql } from "kysely";
import { RunRequest } from "../../src/domain/run-request.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Ledger } from "../../src/store/ledger.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { benchProvider } from "../bench-provider.ts";
import { benchStages } from "../bench-stages.ts";
import { countStatements } from "../../test/support/count-statements.ts";
import { cpuSeconds, peakRssMb } from "../process-cost.ts";

const Options = z.object({
  poolConfig: z.record(z.string(), z.unknown()),
  maxConnections: z.number(),
  serverPid: z.number().nullable(),
  baseUrl: z.string(),
  sourcePath: z.string(),
  parts: z.number(),
  maxConcurrent: z.number(),
});
const { maxConcurrent, parts, ...options } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

await using database = openDatabase<Tables>({ ...options, applicationName: "bench" });
const statements = countStatements(database.pool);
const provider = benchProvider(options.baseUrl);
await using bench = benchStages({
  ...options,
  ledger: database.db,
  openSource: () => openDuckdbSource({ path: options.sourcePath, scoreScale: 1 }),
  provider,
  maxConcurrent,
  batchSize: parts,
});
const { stages } = bench;
const request = RunRequest.parse({ limit: parts, priorityThreshold: 0, forceAutomation: true });
await provider.checkAccess(new AbortController().signal);
const opening = await stages.openBatch(
  startRun(request, {
    runId: randomUUID(),
    now: new Date(),
    scheduledAt: null,
    businessTimezone: "UTC",
    maxDailyTasks: parts,
  }),
);
if (opening.kind !== "opened") throw new Error("no batch was opened");
await stages.extractParts(opening.batchId);
await stages.decideParts(opening.batchId);

const serversBefore = await serverPids(database.db);
const before = { statements: statements.count(), own: process.cpuUsage(), server: cpuSeconds(serversBefore) };
const startedAt = performance.now();
await stages.scrapeParts(opening.batchId);
const seconds = (performance.now() - startedAt) / 1000;
const own = process.cpuUsage(before.own);
const sent = statements.count() - before.statements;
const server = cpuSeconds(await serverPids(database.db)) - before.server;

console.log(
  JSON.stringify({
    seconds,
    completed: bench.outcomes.get("completed") ?? 0,
    statementsPerPart: sent / parts,
    cpuS: (own.user + own.system) / 1e6,
    serverCpuS: server,
    peakRssMb: peakRssMb(process.pid),
  }),
);

/** The processes of this machine that serve this database. */
async function serverPids(db: Ledger): Promise<number[]> {
  if (options.serverPid !== null) return [options.serverPid];
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database()`.execute(db);
  return rows.map(({ pid }) => pid);
}
