import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import type { BatchId } from "../../src/domain/batch.ts";
import { checkConservation } from "../../src/domain/conservation.ts";
import { sandboxCatalogue } from "../../src/sandbox/catalogue/sandbox-catalogue.ts";
import { faultProfiles } from "../../src/sandbox/digikey-server/fault-profile.ts";
import { startDigikeyServer } from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { rowAtRank } from "../../src/sandbox/source-table/row-at-rank.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { truePart } from "../sandbox/digikey-server/own-catalogue.ts";
import { acme, automatedRow, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type PipelineOptions, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

/** Two that work, one by another spelling; every way to fail; two for a person; two duplicates; three bad lines. */
const mixed = {
  rows: [
    automatedRow("GOOD-1", 0.95),
    automatedRow("GOOD-2", 0.9),
    automatedRow("good-2", 0.55),
    automatedRow("MISSING-1", 0.85),
    automatedRow("FOREIGN-1", 0.6),
    automatedRow("BROKEN-1", 0.75),
    automatedRow("--", 0.65),
    reviewedRow("RICH-1", 0.7),
    reviewedRow("RICH-2", 0.52),
    reviewedRow("RICH-1", 0.51),
    automatedRow("", 0.9),
    { ...automatedRow("NOSCORE-1"), priority_score: "high" },
    "{ not JSON",
  ],
  catalogue: [
    truePart({ mpn: "GOOD-1" }),
    truePart({ mpn: "GOOD-2" }),
    truePart({ mpn: "BROKEN-1" }),
    truePart({ mpn: "FOREIGN-1", manufacturer: "Beta Analog", manufacturerId: 7002 }),
  ],
  faults: { script: { "BROKEN-1": ["server500", "reset", "server500"] } },
} satisfies PipelineOptions;

async function onlyBatch(run: Promise<{ batches: readonly { batchId: BatchId }[] }>): Promise<BatchId> {
  const { batches } = await run;
  expect(batches).toHaveLength(1);
  const [batch] = batches;
  if (batch === undefined) throw new Error("no batch");
  return batch.batchId;
}

async function conservation(batchId: BatchId) {
  const tally = await batchTally(fixture.ledger, batchId);
  if (tally === undefined) throw new Error("no tally");
  return { tally, ...checkConservation(tally) };
}

async function runMixed(): Promise<BatchId> {
  const pipeline = await fixture.pipeline(mixed);
  return onlyBatch(pipeline.run({ limit: 50 }));
}

describe("a batch in which everything happens", () => {
  test("adds up: every row of the source is quarantined, a duplicate, or a part with its outcome", async () => {
    const { tally, isHeld, violations, sums } = await conservation(await runMixed());
    expect(violations).toEqual([]);
    expect(isHeld).toBe(true);
    expect(tally).toMatchObject({
      status: "completed_with_failures",
      stage: "settled",
      recorded: { extracted: 13, quarantined: 3, duplicates: 2, skipped: {} },
      parts: 8,
      automation: 6,
      manual: 2,
      completed: 2,
      failed: 4,
      open: 0,
      failedByClass: { not_found: 1, ambiguous_match: 1, server: 1, invalid_part: 1 },
      needingReview: 6,
      uncovered: 0,
    });
    expect(sums).toEqual([
      "13 extracted = 3 quarantined + 2 duplicates + 0 skipped + 8 decided",
      "8 decided = 6 automation (2 completed + 4 failed) + 2 manual",
    ]);
  });

  test("gives every failed part one open manual task in the fallback batch, with what went wrong", async () => {
    const batchId = await runMixed();
    const tasks = await fixture.ledger
      .selectFrom("manual_tasks")
      .selectAll()
      .where("kind", "=", "fallback")
      .orderBy("mpn")
      .execute();
    expect(
      tasks.map(({ mpn, error_class: errorClass, attempts, priority }) => ({
        mpn,
        errorClass,
        attempts,
        priority,
      })),
    ).toEqual([
      { mpn: "--", errorClass: "invalid_part", attempts: 1, priority: "medium" },
      { mpn: "BROKEN-1", errorClass: "server", attempts: 3, priority: "medium" },
      { mpn: "FOREIGN-1", errorClass: "ambiguous_match", attempts: 1, priority: "high" },
      { mpn: "MISSING-1", errorClass: "not_found", attempts: 1, priority: "high" },
    ]);
    for (const task of tasks) {
      expect(task).toMatchObject({
        batch_id: `${batchId}_fallback`,
        origin_batch_id: batchId,
        status: "initialized",
      });
      expect(task.reason).not.toBe("");
      expect(task.source_row).toMatchObject({ pn: task.mpn, manufacturer: acme });
      expect(task.decision).toMatchObject({ route: "automation", ruleId: "mid-good" });
    }
    const foreign = tasks.find((task) => task.mpn === "FOREIGN-1");
    expect(foreign?.candidates).toHaveLength(1);
    expect(JSON.stringify(foreign?.candidates)).toContain("Beta Analog");
  });

  test("keeps each bad row with a reason a data owner can act on", async () => {
    await runMixed();
    const rows = await fixture.ledger
      .selectFrom("quarantined_rows")
      .select("reason")
      .orderBy("reason")
      .execute();
    expect(rows.map((row) => row.reason)).toEqual([
      expect.stringMatching(/not a JSON object.*not JSON/),
      expect.stringMatching(/^pn\b/),
      expect.stringMatching(/^priority_score is "high"/),
    ]);
  });

  test("asks the provider once for a part it answers, and three times for one it does not", async () => {
    const pipeline = await fixture.pipeline(mixed);
    await pipeline.run({ limit: 50 });
    expect(pipeline.server.stats().callsByNumber).toEqual({
      "GOOD-1": 1,
      "GOOD-2": 1,
      "MISSING-1": 1,
      "FOREIGN-1": 1,
      "BROKEN-1": 3,
    });
  });
});

/** Each breaks one row of a settled batch, and what the verdict has to say about it. */
const damages = {
  "update batch_parts set manual_task_id = null where mpn = 'BROKEN-1'":
    "1 parts need a manual task and have none",
  "delete from automation_tasks where part_key like '%|GOOD-1'":
    "6 parts went to automation, but 5 have a task",
  "delete from quarantined_rows where reason like 'pn%'": "3 rows were quarantined, but 2 are in quarantine",
  "update batch_parts set settled_at = null where mpn = 'GOOD-1'":
    "1 parts of the settled batch are still held",
  "update batches set extracted = extracted + 1 where kind = 'run'":
    "14 rows were extracted, but 3 quarantined + 2 duplicates + 0 skipped + 8 parts are on record",
  "update batch_parts set manual_task_id = (select id from manual_tasks where mpn = 'RICH-1') where mpn in ('RICH-2', 'BROKEN-1')":
    "2 parts lead to the manual task of another part",
  [secondTask("closed_at, outcome, status", "now(), 'resolved', 'completed'", "RICH-1")]:
    "1 parts have more than one manual task of this batch",
  "update automation_tasks t set status = 'completed', completed_at = now(), failed_at = null, match_grade = 'exact', product_id = (select id from products limit 1) where part_key like '%|BROKEN-1'":
    "1 manual tasks are open although automation has completed their parts",
  "update batches set status = 'completed' where kind = 'run'":
    "the batch is completed, but what became of it is completed_with_failures",
  "update batches set status = 'failed' where kind = 'run'":
    "the batch is failed, but what became of it is completed_with_failures",
};

/** Another manual task like the one of a part, with some columns set to these values. */
function secondTask(columns: string, values: string, mpn: string): string {
  const copied =
    "batch_id, origin_batch_id, part_key, automation_task_id, kind, priority, mpn, reason, error_class, source_row, decision";
  return `insert into manual_tasks (${copied}, ${columns}) select ${copied}, ${values} from manual_tasks where mpn = '${mpn}'`;
}

test("the verdict on the law names whatever a batch has lost", async () => {
  const batchId = await runMixed();
  for (const [damage, violation] of Object.entries(damages)) {
    const trx = await fixture.ledger.startTransaction().execute();
    // Nothing in the database is to prevent what has gone wrong.
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql.raw(damage).execute(trx);
    const tally = await batchTally(trx, batchId);
    await trx.rollback().execute();
    if (tally === undefined) throw new Error("no tally");
    const verdict = checkConservation(tally);
    expect(verdict.violations, damage).toContain(violation);
    expect(verdict.isHeld, damage).toBe(false);
  }
  expect((await conservation(batchId)).violations).toEqual([]);
});

test("a manual task that a replay has made needless, and one that another batch made of the same part, are history", async () => {
  const batchId = await runMixed();
  const damage = secondTask(
    "closed_at, outcome, status, closed_by",
    "now(), 'superseded', 'completed', 'pipeline'",
    "BROKEN-1",
  );
  await sql.raw(damage).execute(fixture.ledger);
  // A person closes the task of a part, and later the part comes again.
  await sql`update manual_tasks set status = 'failed', closed_at = now(), closed_by = 'ada' where mpn = 'RICH-1'`.execute(
    fixture.ledger,
  );
  const again = await fixture.pipeline(mixed);
  const later = await onlyBatch(again.run({ limit: 50, refresh: true }));
  expect((await conservation(batchId)).violations).toEqual([]);
  expect((await conservation(later)).violations).toEqual([]);
});

describe("the sandbox as it is when nothing is set", () => {
  const { sandboxFaults, sandboxRows, sandboxSeed } = loadConfig({
    env: {},
    cwd: import.meta.dirname,
    configFile: undefined,
  }).values;
  const table = { count: sandboxRows, seed: sandboxSeed };

  // A run of the first 1,000 takes too long; these among them are enough to meet everything.
  const ranks = Array.from({ length: 1000 }, (_, rank) => rank).filter(
    (rank) => (rank >= 50 && rank < 100) || (rank >= 560 && rank < 580),
  );

  test("has a part for every way to fail that a provider can cause among its first 1,000 rows", async () => {
    await using server = await startDigikeyServer({
      clientId: "test",
      clientSecret: "test-secret",
      catalogue: sandboxCatalogue,
      faults: { ...faultProfiles[sandboxFaults], slowMs: 0, burstRetryAfterS: 0 },
      seed: table.seed,
      limits: { perMinute: null, perDay: null },
    });
    const rows = ranks.map((rank) => JSON.stringify(rowAtRank(rank, table)));
    const pipeline = await fixture.pipeline({ rows, server });
    const { batches } = await pipeline.run({ limit: 1000 });

    const tallies = await Promise.all(batches.map(({ batchId }) => batchTally(fixture.ledger, batchId)));
    const classes = tallies.flatMap((tally) => Object.keys(tally?.failedByClass ?? {}));
    // To wait for a minute's quota ends no lookup.
    expect([...new Set(classes)].toSorted()).toEqual([
      "ambiguous_match",
      "invalid_part",
      "network",
      "not_found",
      "parse",
      "server",
    ]);
    expect(server.stats().faults).toMatchObject({ burst429: 1, wrongShape: 1 });
  });
});
