import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { FaultProfile } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { ownCatalogue } from "../sandbox/digikey-server/own-catalogue.ts";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../support/bigquery-server/start-bigquery-server.ts";
import { truncateAll } from "../support/database.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../support/embedded-test-database.ts";
import { type CommandPlace, runInProcess } from "../support/in-process-cli.ts";
import { automatedRow, partsOf, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { seedRulesFolder } from "../support/seed-rules.ts";
import { loadTable, writeParquet } from "../support/source-tables.ts";

const perRun = 20;
const ranked = rankedRows(80, (pn, score) =>
  (Number(pn.slice(2)) % 4 === 0 ? reviewedRow : automatedRow)(pn, score),
);
/** What a real table has besides: a second row of a part, one out of scale, one below the floor; in no order. */
const rows = [
  ...ranked,
  automatedRow(rankedMpn(5), 0.6),
  automatedRow("BAD-1", 7),
  automatedRow("LOW-1", 0.2),
].toReversed();

const Part = z.object({ mpn: z.string(), decision: z.object({ route: z.string(), ruleId: z.string() }) });
const DryRun = z.object({
  parts: z.array(Part),
  automation: z.number(),
  manual: z.number(),
  providerCalls: z.number(),
  quarantined: z.number(),
  estimate: z.object({ bytes: z.number(), usd: z.number() }).nullable(),
});
const Batch = z.object({ batchId: z.string(), conservation: z.object({ isHeld: z.boolean() }) });
const Run = z.object({ takenParts: z.number(), batches: z.array(Batch) });

let folder: string;
let dataDir: string;
let bigquery: BigqueryServer;
let digikey: DigikeyServer;
let place: CommandPlace;
let database: ReturnType<typeof openDatabase<Tables>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-run-command-"));
  dataDir = await makeEmbeddedDataDir();
  bigquery = await startBigqueryServer();
  const credentials = { clientId: "test", clientSecret: "test-secret" };
  digikey = await startDigikeyServer({
    ...credentials,
    catalogue: ownCatalogue(partsOf(ranked)),
    faults: FaultProfile.parse({}),
    seed: 1,
    limits: { perMinute: null, perDay: null },
  });
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir, startTimeoutMs: 90_000 });
  database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 2 });
  place = {
    cwd: folder,
    env: {
      WORKFLOW_DATA_DIR: dataDir,
      WORKFLOW_RULES_DIR: seedRulesFolder,
      DIGIKEY_BASE_URL: digikey.baseUrl,
      DIGIKEY_CLIENT_ID: credentials.clientId,
      DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
      MAX_BATCH_SIZE: "15",
    },
  };
});
beforeEach(() => truncateAll(database.db));
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await digikey[Symbol.asyncDispose]();
  await bigquery[Symbol.asyncDispose]();
  await removeEmbeddedDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});

async function json<T>(schema: z.ZodType<T>, args: readonly string[], source: NodeJS.ProcessEnv): Promise<T> {
  const { stdout, stderr, exitCode } = await runInProcess({ ...place, env: { ...place.env, ...source } }, [
    ...args,
    "--json",
  ]);
  expect(exitCode, stderr).toBe(0);
  return schema.parse(JSON.parse(stdout));
}

/** What the ledger has of the run's parts, in the order in which they were taken. */
async function decided({ batches }: z.infer<typeof Run>) {
  const ids = batches.map((batch) => batch.batchId);
  const taken = await database.db
    .selectFrom("batch_parts")
    .innerJoin("batches", "batches.id", "batch_parts.batch_id")
    .select(["mpn", "route", "rule_id as ruleId"])
    .where((eb) => eb(eb.cast<string>("batches.id", "text"), "in", ids))
    .orderBy("batches.opened_at")
    .orderBy("ordinal")
    .execute();
  return taken.map(({ mpn, ...decision }) => ({ mpn, decision }));
}

/** Three times: what a dry run shows is what the run then takes, and that is the next `perRun` parts by rank. */
async function runThreeTimes(source: NodeJS.ProcessEnv) {
  const dryRuns: z.infer<typeof DryRun>[] = [];
  for (const first of [0, perRun, 2 * perRun]) {
    const args = ["run", "--limit", String(perRun)];
    const shown = await json(DryRun, [...args, "--dry-run"], source);
    const { calls } = digikey.stats();
    const run = await json(Run, args, source);
    const taken = await decided(run);
    expect(taken.map(({ mpn }) => mpn)).toEqual(
      Array.from({ length: perRun }, (_, index) => rankedMpn(first + index)),
    );
    expect(shown.parts).toEqual(taken);
    expect(shown.providerCalls).toBe(digikey.stats().calls - calls);
    expect([shown.automation, shown.manual]).toEqual([15, 5]);
    expect(run.batches.map((batch) => batch.conservation.isHeld)).toEqual([true, true]);
    dryRuns.push(shown);
  }
  return dryRuns;
}

test("three runs over a BigQuery table take one rank after the other, as dry runs say, and pay for one query", async () => {
  const table = await loadTable(bigquery, rows, folder);
  bigquery.requests.length = 0;
  const source = { BIGQUERY_TABLE: table, BIGQUERY_API_ENDPOINT: bigquery.baseUrl };

  const dryRuns = await runThreeTimes(source);

  expect(dryRuns.map(({ estimate }) => estimate?.bytes)).toEqual([1, 1, 1].map(() => 2_400_000_000));
  expect(dryRuns.map(({ quarantined }) => quarantined)).toEqual([1, 0, 0]);
  const Inserted = z.object({
    configuration: z.object({ dryRun: z.boolean().optional() }),
    jobReference: z.object({ jobId: z.string() }).partial().optional(),
  });
  const jobs = bigquery.requests
    .filter(({ method }) => method === "POST")
    .map(({ body }) => Inserted.parse(body))
    .filter(({ configuration }) => configuration.dryRun !== true);
  expect(jobs).toHaveLength(6);
  expect(new Set(jobs.map(({ jobReference }) => jobReference?.jobId)).size).toBe(1);
});

test("three runs over a Parquet file take one rank after the other, as dry runs say", async () => {
  const source = { WORKFLOW_SOURCE: await writeParquet(rows, folder) };

  const dryRuns = await runThreeTimes(source);

  expect(dryRuns.map(({ estimate }) => estimate)).toEqual([null, null, null]);
});
