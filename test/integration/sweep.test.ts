import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { localStages } from "../../src/local/local-stages.ts";
import { takeOverUnfinished } from "../../src/local/take-over.ts";
import { stageRun } from "../../src/stages/stage-run.ts";
import { type SweepReceipt, sweepStage } from "../../src/stages/sweep-stage.ts";
import { openReplay } from "../../src/workflow/replay-batch.ts";
import { resumeBatches } from "../../src/workflow/run-workflow.ts";
import { ReplayRequest } from "../../src/domain/replay-request.ts";
import { releaseLeases, takeOverBatch } from "../../src/store/batch-lease.ts";
import { replaysOf } from "../../src/store/replays.ts";
import { failedBatch, tallyOf } from "../support/failed-batch.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type Pipeline, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const nothing: SweepReceipt = {
  returnedTasks: 0,
  abandonedTasks: 0,
  returnedClaims: 0,
  supersededTasks: 0,
  filedTasks: 0,
  unfiled: [],
};

function sweep(pipeline: Pipeline): Promise<SweepReceipt> {
  return pipeline.asProcess((deps) => sweepStage(stageRun(deps)));
}

/** A batch whose two lookups wait for the quota, so that a test can put them into any state. */
async function waitingBatch() {
  const rows = [automatedRow("P-1"), automatedRow("P-2")];
  const closed = await fixture.pipeline({
    rows,
    faults: { daily429After: 0 },
    config: { automationRetryAttempts: 2 },
  });
  const [batch] = (await closed.run()).batches;
  if (batch === undefined) throw new Error("no batch");
  await sql`update quota_windows set closed_until = null`.execute(fixture.ledger);
  const pipeline = await fixture.pipeline({ rows, config: { automationRetryAttempts: 2 } });
  return { pipeline, batchId: batch.batchId };
}

/** Puts a task into somebody's work, with a lease that runs so many minutes. */
async function inWork(mpn: string, minutes: number, attempts: number): Promise<void> {
  await sql`update automation_tasks set status = 'processing', attempts = ${attempts}, not_before = null,
    lease_owner = 'elsewhere', lease_expires_at = now() + ${minutes} * interval '1 minute'
    where part_key like ${`%|${mpn}`}`.execute(fixture.ledger);
}

async function statusOf(mpn: string): Promise<string> {
  const { status } = await fixture.ledger
    .selectFrom("automation_tasks")
    .select("status")
    .where(sql<boolean>`part_key like ${`%|${mpn}`}`)
    .executeTakeFirstOrThrow();
  return status;
}

test("gives back what a dead worker had, ends what has used up its attempts, and leaves live work alone", async () => {
  const { pipeline, batchId } = await waitingBatch();
  await inWork("P-1", -1, 1);
  await inWork("P-2", 10, 1);
  expect(await sweep(pipeline)).toEqual({ ...nothing, returnedTasks: 1 });
  expect(await statusOf("P-1")).toBe("initialized");
  expect(await statusOf("P-2")).toBe("processing");
  await inWork("P-1", -1, 2);
  expect(await sweep(pipeline)).toEqual({ ...nothing, abandonedTasks: 1, filedTasks: 1 });
  expect(await sweep(pipeline)).toEqual(nothing);
  expect(await tallyOf(fixture, batchId)).toMatchObject({ failedByClass: { abandoned: 1 }, uncovered: 0 });
});

test("a batch is gone on with when nobody has any of it in work", async () => {
  const { pipeline, batchId } = await waitingBatch();
  await inWork("P-1", -1, 1);
  await inWork("P-2", 10, 1);
  const takeOver = () => pipeline.asProcess((deps) => takeOverUnfinished(deps));
  await sweep(pipeline);
  expect(await takeOver()).toMatchObject({
    taken: [],
    left: [{ batchId, kind: "in_work", holder: "elsewhere" }],
  });
  await inWork("P-2", -1, 1);
  await sweep(pipeline);
  const settled = await pipeline.asProcess((deps) => resumeBatches(localStages(deps)));
  expect(settled).toMatchObject([{ batchId, status: "completed" }]);
  expect(pipeline.server.stats().callsByNumber).toEqual({ "P-1": 1, "P-2": 1 });
});

test("a batch that somebody else was faster to take is told with who has it, or as settled", async () => {
  const { pipeline, batchId } = await waitingBatch();
  const lease = { owner: "ada", durationMs: 60_000 };
  const take = (owner: string) => takeOverBatch(fixture.ledger, batchId, { ...lease, owner }, null);
  expect(await take("ada")).toEqual({ kind: "taken" });
  expect(await take("bob")).toEqual({ kind: "in_work", holder: "ada", until: expect.any(Date) as Date });
  await releaseLeases(fixture.ledger, "ada");
  await sql`update automation_tasks set not_before = null`.execute(fixture.ledger);
  await pipeline.asProcess((deps) => resumeBatches(localStages(deps)));
  expect(await take("bob")).toEqual({ kind: "settled" });
});

test("files the manual task that a failed part lacks, once, also when two sweep at once", async () => {
  const { pipeline, batchId } = await failedBatch(fixture);
  await sql`update batch_parts set manual_task_id = null where mpn = 'BROKEN-1'`.execute(fixture.ledger);
  await sql`delete from manual_tasks where mpn = 'BROKEN-1'`.execute(fixture.ledger);
  const receipts = await Promise.all([sweep(pipeline), sweep(pipeline)]);
  expect(Math.max(...receipts.map(({ filedTasks }) => filedTasks))).toBe(1);
  const tasks = await fixture.ledger
    .selectFrom("manual_tasks")
    .select(["status", "occurrences"])
    .where("mpn", "=", "BROKEN-1")
    .execute();
  expect(tasks).toEqual([{ status: "initialized", occurrences: 1 }]);
  expect(await tallyOf(fixture, batchId)).toMatchObject({ uncovered: 0 });
});

test("puts a claim back into the queue whose lease has run out, and no other", async () => {
  const { pipeline } = await failedBatch(fixture);
  const claim = (mpn: string, minutes: number) =>
    sql`update manual_tasks set status = 'processing', assignee = 'grace',
      lease_expires_at = now() + ${minutes} * interval '1 minute' where mpn = ${mpn}`.execute(fixture.ledger);
  await claim("BROKEN-1", -1);
  await claim("BROKEN-2", 5);
  expect(await sweep(pipeline)).toEqual({ ...nothing, returnedClaims: 1 });
  const tasks = await fixture.ledger
    .selectFrom("manual_tasks")
    .select(["mpn", "status", "assignee"])
    .where("mpn", "like", "BROKEN%")
    .orderBy("mpn")
    .execute();
  expect(tasks).toEqual([
    { mpn: "BROKEN-1", status: "initialized", assignee: null },
    { mpn: "BROKEN-2", status: "processing", assignee: "grace" },
  ]);
});

test("every sweep leaves an event with what it found", async () => {
  const { pipeline } = await failedBatch(fixture);
  await sweep(pipeline);
  const events = await fixture.ledger
    .selectFrom("events")
    .select("data")
    .where("kind", "=", "sweep")
    .execute();
  expect(events).toEqual([{ data: nothing }]);
});

test("a replay whose process died after it had begun is finished by whoever comes next, and ended", async () => {
  const { pipeline, batchId } = await failedBatch(fixture);
  const request = ReplayRequest.parse({ batchId, part: "BROKEN-1", reason: "provider was down" });
  await pipeline.asProcess((deps) => openReplay({ ...deps, isDeadOwner: () => false }, request, "ada"));
  expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "in_progress", open: 1, failed: 2 });
  await sweep(pipeline);
  const settled = await pipeline.asProcess((deps) => resumeBatches(localStages(deps)));
  expect(settled).toMatchObject([{ batchId, status: "completed_with_failures" }]);
  expect(await tallyOf(fixture, batchId)).toMatchObject({ completed: 3, failed: 2, open: 0 });
  expect(await replaysOf(fixture.ledger, batchId)).toMatchObject([{ completed: 1, failed: 0 }]);
});
