import { randomUUID } from "node:crypto";
import { PassThroughClient } from "google-auth-library";
import { RunRequest } from "../../src/domain/run-request.ts";
import { openBigquerySource } from "../../src/extract/bigquery/bigquery-source.ts";
import { usualTiming } from "../../src/extract/bigquery/call-with-retries.ts";
import { jobRows } from "../../src/extract/bigquery/job-rows.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { knownPartCount } from "../../src/store/known-part-count.ts";
import type { Ledger } from "../../src/store/ledger.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import {
  type BigqueryServer,
  dataset,
  project,
  startBigqueryServer,
} from "../../test/support/bigquery-server/start-bigquery-server.ts";
import { benchProvider } from "../bench-provider.ts";
import { benchStages } from "../bench-stages.ts";
import { type Engine, engines } from "../engines.ts";
import { printTable } from "../print-table.ts";
import { fillWithDone, rankedRows } from "../selection-data.ts";

const parts = 1_000;
const tableRows = [10_000, 100_000];
const doneParts = [0, 2_000, 4_000, 8_000];

/** Requests to BigQuery for the next parts, with more and more of them done at the top, of a small and a large table. */
export async function requestsSection(): Promise<void> {
  const [engine] = await engines();
  if (engine === undefined) return;
  console.log(`requests: to BigQuery on loopback for the next ${parts} parts, the first ones done`);
  const rows: string[][] = [];
  for (const done of doneParts) {
    const counts: string[] = [];
    for (const size of tableRows) counts.push(String(await requestsFor(engine, size, done)));
    rows.push([`${done} done`, ...counts]);
  }
  printTable(["", ...tableRows.map((size) => `of ${size} rows`)], rows);
}

async function requestsFor(engine: Engine, size: number, done: number): Promise<number> {
  await using opened = await engine.open();
  if (done > 0) await fillWithDone(opened.poolConfig, done, "digikey");
  await using database = openDatabase<Tables>({ ...opened, applicationName: "bench" });
  await using server = await startBigqueryServer();
  await server.execute(`CREATE TABLE "${project}"."${dataset}"."parts" AS ${rankedRows(size)}`);
  await using bench = benchStages({
    ledger: database.db,
    openSource: () => openTable(server, database.db),
    // Never called: scraping is not part of this.
    provider: benchProvider("http://127.0.0.1"),
    maxConcurrent: 1,
    batchSize: parts,
  });
  const request = RunRequest.parse({ limit: parts, priorityThreshold: 0 });
  const now = new Date();
  const run = { runId: randomUUID(), now, scheduledAt: null, businessTimezone: "UTC", maxDailyTasks: parts };
  const opening = await bench.stages.openBatch(startRun(request, run));
  if (opening.kind !== "opened") throw new Error("no batch was opened");
  const { taken } = await bench.stages.extractParts(opening.batchId);
  if (taken !== parts) throw new Error(`${taken} parts were taken`);
  return server.requests.length;
}

function openTable(server: BigqueryServer, ledger: Ledger) {
  return openBigquerySource({
    table: { project, dataset, table: "parts" },
    project,
    location: null,
    authClient: new PassThroughClient(),
    signIn: "the benchmark",
    apiEndpoint: server.baseUrl,
    scoreScale: 1,
    columns: {},
    maxBytesBilled: 100_000_000_000,
    usdPerTib: 6.25,
    firstJobRows: async () => jobRows(await knownPartCount(ledger), parts),
    timing: usualTiming(Math.random),
    now: () => new Date(),
    runId: randomUUID(),
  });
}
