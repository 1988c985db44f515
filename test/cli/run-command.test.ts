import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../support/bigquery-server/start-bigquery-server.ts";
import { type CommandFixture, openCommandFixture } from "../support/command-fixture.ts";
import { deleteAll } from "../support/truncate-all.ts";
import { automatedRow, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
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
const Query = z.object({
  jobId: z.string(),
  bytesBilled: z.number(),
  usd: z.number(),
  isReused: z.boolean(),
});
const Batch = z.object({
  batchId: z.string(),
  conservation: z.object({ isHeld: z.boolean() }),
  sourceQueries: z.array(Query),
});
const Run = z.object({ takenParts: z.number(), batches: z.array(Batch) });

let bigquery: BigqueryServer;
let commands: CommandFixture;
beforeAll(async () => {
  bigquery = await startBigqueryServer();
  commands = await openCommandFixture(ranked);
});
beforeEach(() => deleteAll(commands.ledger));
afterAll(async () => {
  await commands[Symbol.asyncDispose]();
  await bigquery[Symbol.asyncDispose]();
});

/** What the ledger has of the run's parts, in the order in which they were taken. */
async function decided({ batches }: z.infer<typeof Run>) {
  const ids = batches.map((batch) => batch.batchId);
  const taken = await commands.ledger
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
  const { digikey, json } = commands;
  const env = { ...source, MAX_BATCH_SIZE: "15" };
  const dryRuns: z.infer<typeof DryRun>[] = [];
  const queries: z.infer<typeof Query>[] = [];
  for (const first of [0, perRun, 2 * perRun]) {
    const args = ["run", "--limit", String(perRun)];
    const shown = await json(DryRun, [...args, "--dry-run"], env);
    const { calls } = digikey.stats();
    const run = await json(Run, args, env);
    const taken = await decided(run);
    expect(taken.map(({ mpn }) => mpn)).toEqual(
      Array.from({ length: perRun }, (_, index) => rankedMpn(first + index)),
    );
    expect(shown.parts).toEqual(taken);
    expect(shown.providerCalls).toBe(digikey.stats().calls - calls);
    expect([shown.automation, shown.manual]).toEqual([15, 5]);
    expect(run.batches.map((batch) => batch.conservation.isHeld)).toEqual([true, true]);
    dryRuns.push(shown);
    queries.push(...run.batches.flatMap((batch) => batch.sourceQueries));
  }
  return { dryRuns, queries };
}

test("three runs over a BigQuery table take one rank after the other, as dry runs say, and pay for one query", async () => {
  const table = await loadTable(bigquery, rows, commands.folder);
  bigquery.requests.length = 0;
  const source = { BIGQUERY_TABLE: table, BIGQUERY_API_ENDPOINT: bigquery.baseUrl };

  const { dryRuns, queries } = await runThreeTimes(source);

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
  const jobIds = new Set(jobs.map(({ jobReference }) => jobReference?.jobId));
  expect(jobIds.size).toBe(1);
  // The dry run before the first run made the job, and every batch tells which one it was filled from.
  expect(queries).toHaveLength(6);
  expect(new Set(queries.map(({ jobId }) => jobId))).toEqual(jobIds);
  expect(queries[0]).toMatchObject({ bytesBilled: 2_400_000_000, isReused: true });
  expect(queries[0]?.usd).toBeCloseTo((2.4e9 / 2 ** 40) * 6.25);
});

test("three runs over a Parquet file take one rank after the other, as dry runs say", async () => {
  const source = { WORKFLOW_SOURCE: await writeParquet(rows, commands.folder) };

  const { dryRuns, queries } = await runThreeTimes(source);

  expect(dryRuns.map(({ estimate }) => estimate)).toEqual([null, null, null]);
  expect(queries).toEqual([]);
});

test("the first batch of the first run bears what the query cost, and status shows it", async () => {
  const table = await loadTable(bigquery, rows, commands.folder);
  const env = { BIGQUERY_TABLE: table, BIGQUERY_API_ENDPOINT: bigquery.baseUrl, MAX_BATCH_SIZE: "1" };
  const args = ["run", "--limit", "2"];
  const reuse: boolean[] = [];
  for (let run = 0; run < 2; run += 1) {
    const { batches } = await commands.json(Run, args, env);
    reuse.push(...batches.flatMap((batch) => batch.sourceQueries.map(({ isReused }) => isReused)));
  }
  expect(reuse).toEqual([false, true, true, true]);

  const { stdout } = await commands.run(["status"], env);
  expect(stdout).toMatch(
    /^🔎 query {7}paid for before \(2\.4 GB billed, about \$0\.0136\) · job workflow_\d{8}_[\da-f]{16}_a1$/m,
  );
});

test("what a query cost remains unknown where BigQuery does not tell, and the run goes on", async () => {
  const table = await loadTable(bigquery, rows, commands.folder);
  bigquery.plan({
    match: /^GET .*\/jobs\//,
    fault: { kind: "error", status: 403, reason: "accessDenied", message: "no" },
  });
  const env = { BIGQUERY_TABLE: table, BIGQUERY_API_ENDPOINT: bigquery.baseUrl };
  const { stdout, stderr, exitCode } = await commands.run(["run", "--limit", "1", "--json"], env);

  expect(exitCode, stderr).toBe(0);
  expect(Run.parse(JSON.parse(stdout)).batches[0]?.sourceQueries).toEqual([]);
  expect(stderr).toContain("what the source's query cost is not known");
});
