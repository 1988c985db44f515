// Parts of a large file extracted and decided, batch after batch; nothing is scraped.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { RunRequest } from "../../src/domain/run-request.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { benchProvider } from "../bench-provider.ts";
import { benchStages } from "../bench-stages.ts";
import { countStatements } from "../../test/support/count-statements.ts";
import { peakRssMb } from "../process-cost.ts";

const Options = z.object({
  poolConfig: z.record(z.string(), z.unknown()),
  maxConnections: z.number(),
  sourcePath: z.string(),
  parts: z.number(),
  batchSize: z.number(),
});
const { parts, ...options } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

await using database = openDatabase<Tables>({ ...options, applicationName: "bench" });
const statements = countStatements(database.pool);
await using bench = benchStages({
  ...options,
  ledger: database.db,
  openSource: () => openDuckdbSource({ path: options.sourcePath, scoreScale: 1 }),
  // Never called: scraping is not part of this.
  provider: benchProvider("http://127.0.0.1"),
  maxConcurrent: 1,
});
const { stages } = bench;
const request = RunRequest.parse({ limit: parts, priorityThreshold: 0 });
const start = startRun(request, {
  runId: randomUUID(),
  now: new Date(),
  scheduledAt: null,
  businessTimezone: "UTC",
  maxDailyTasks: parts,
});
let position: unknown = null;
let taken = 0;
let batches = 0;
const seconds = { extract: 0, decide: 0 };
for (let isExhausted = false; taken < parts && !isExhausted; batches += 1) {
  const opening = await stages.openBatch({ ...start, remainingParts: parts - taken, position });
  if (opening.kind !== "opened") throw new Error("no batch was opened");
  const startedAt = performance.now();
  const extracted = await stages.extractParts(opening.batchId);
  const extractedAt = performance.now();
  await stages.decideParts(opening.batchId);
  seconds.extract += (extractedAt - startedAt) / 1000;
  seconds.decide += (performance.now() - extractedAt) / 1000;
  ({ position, isExhausted } = extracted);
  taken += extracted.taken;
}
const own = process.cpuUsage();
console.log(
  JSON.stringify({
    parts: taken,
    batches,
    extractS: seconds.extract,
    decideS: seconds.decide,
    statements: statements.count(),
    cpuS: (own.user + own.system) / 1e6,
    peakRssMb: peakRssMb(process.pid),
  }),
);
