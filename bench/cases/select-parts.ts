// The next parts of a large file taken into a ledger, batch by batch; nothing is decided or scraped.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { businessDay } from "../../src/domain/business-day.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { benchProvider } from "../bench-provider.ts";
import { benchStages } from "../bench-stages.ts";
import { cpuSeconds, peakRssMb } from "../process-cost.ts";

const Options = z.object({
  poolConfig: z.record(z.string(), z.unknown()),
  maxConnections: z.number(),
  sourcePath: z.string(),
  parts: z.number(),
});
const { parts, ...options } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

await using database = openDatabase<Tables>({ ...options, applicationName: "bench" });
await using bench = benchStages({
  ...options,
  ledger: database.db,
  openSource: () => openDuckdbSource({ path: options.sourcePath, scoreScale: 1 }),
  // Never called: scraping is not part of this.
  provider: benchProvider("http://127.0.0.1"),
  maxConcurrent: 1,
  batchSize: parts,
});
const startedAt = performance.now();
const request = RunRequest.parse({ limit: parts, priorityThreshold: 0 });
const opening = await bench.stages.openBatch({
  runId: randomUUID(),
  request,
  businessDay: businessDay(new Date(), "UTC"),
  scheduledAt: null,
  remainingParts: parts,
  position: null,
});
if (opening.kind !== "opened") throw new Error("no batch was opened");
await bench.stages.extractParts(opening.batchId);
const seconds = (performance.now() - startedAt) / 1000;
const ranks = await database.db
  .selectFrom("batch_parts")
  .select(({ fn }) => [
    fn.min<string>((eb) => eb.cast<number>("source_product_id", "integer")).as("first"),
    fn.max<string>((eb) => eb.cast<number>("source_product_id", "integer")).as("last"),
    fn.countAll<string>().as("parts"),
  ])
  .where("batch_id", "=", opening.batchId)
  .executeTakeFirstOrThrow();
console.log(
  JSON.stringify({
    seconds,
    cpuS: cpuSeconds([process.pid]),
    peakRssMb: peakRssMb(process.pid),
    first: Number(ranks.first),
    last: Number(ranks.last),
    parts: Number(ranks.parts),
  }),
);
