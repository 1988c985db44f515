import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "kysely";
import type { BatchId } from "../../src/domain/batch.ts";
import { fileLackingTasks } from "../../src/stages/file-lacking-tasks.ts";
import { stageRun } from "../../src/stages/stage-run.ts";
import { sweepStage } from "../../src/stages/sweep-stage.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { replay, tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { type RefusingDatabase, refusingDatabase } from "../support/refused-tasks.ts";
import { openRunFixture, type Pipeline, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
let database: RefusingDatabase;
beforeAll(async () => {
  fixture = await openRunFixture();
  database = await refusingDatabase(fixture.ledger);
});
beforeEach(async () => {
  await fixture.reset();
  await database.refuse();
});
afterAll(() => fixture[Symbol.asyncDispose]());

async function filedMpns(): Promise<string[]> {
  const rows = await fixture.ledger.selectFrom("manual_tasks").select("mpn").orderBy("mpn").execute();
  return rows.map((row) => row.mpn);
}

function mpns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => rankedMpn(index));
}

/** The only batch of a run. */
async function onlyBatch({ run }: Pipeline): Promise<BatchId> {
  const { batches } = await run();
  const [batch] = batches;
  if (batch === undefined || batches.length > 1) throw new Error(`${batches.length} batches`);
  return batch.batchId;
}

function report(batchId: BatchId) {
  return batchReport(fixture.ledger, batchId);
}

function fileLacking(pipeline: Pipeline, batchId: BatchId) {
  return pipeline.asProcess((deps) => fileLackingTasks(stageRun(deps), batchId));
}

const told = (batchId: BatchId, message: string) =>
  `the database refuses its manual tasks (${message}); "workflow resume ${batchId}" files them once that is put right`;

describe("a chunk of manual tasks that the database refuses", () => {
  const options = { rows: rankedRows(25, reviewedRow), config: { manualBatchSize: 10 } };

  test("is tried once more, and then the batch fails with the database's words; chunks before it stay", async () => {
    const pipeline = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(14), times: 99, message: "no\n  entry for test-secret" });
    const batchId = await onlyBatch(pipeline);
    // Before the lookups, of which there are none, and after them, twice each.
    expect(await database.refusals()).toBe(4);
    expect(await filedMpns()).toEqual(mpns(10));
    expect(await report(batchId)).toMatchObject({
      status: "failed",
      stage: "settled",
      reason: told(batchId, "no entry for ***"),
      conservation: { isHeld: false, violations: ["15 parts need a manual task and have none"] },
    });
  });

  test("keeps no later run from its own work, and is filed once the database takes it, with the true verdict", async () => {
    const pipeline = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(14), times: 99 });
    const batchId = await onlyBatch(pipeline);
    const others = await fixture.pipeline({ rows: [automatedRow("GOOD-1")] });
    expect(await others.run()).toMatchObject({ resumed: [], batches: [{ status: "completed" }] });

    await database.refuse({ mpn: rankedMpn(14), times: 99, message: "permission denied" });
    expect(await fileLacking(pipeline, batchId)).toEqual([
      {
        settled: { batchId, status: "failed", isQuotaUsedUp: false },
        filedTasks: 0,
        refusal: told(batchId, "permission denied"),
      },
    ]);
    expect(await report(batchId)).toMatchObject({ reason: told(batchId, "permission denied") });

    await database.refuse();
    expect(await fileLacking(pipeline, batchId)).toMatchObject([
      { settled: { status: "completed" }, filedTasks: 15, refusal: null },
    ]);
    expect(await filedMpns()).toEqual(mpns(25));
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", uncovered: 0 });
    expect(await report(batchId)).toMatchObject({ reason: null });
    expect(await fileLacking(pipeline, batchId)).toEqual([]);
  });

  test("leaves a batch that whoever comes next finishes, when the process that files it dies half-way", async () => {
    const pipeline = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(4), times: 99 });
    const batchId = await onlyBatch(pipeline);
    // As if the connection was lost with the second chunk: the first one is filed by then.
    await database.refuse({ mpn: rankedMpn(14), times: 99, code: "57P01" });
    await expect(fileLacking(pipeline, batchId)).rejects.toThrow("the disk is full");
    expect(await filedMpns()).toEqual(mpns(10));
    await database.refuse();
    expect(await pipeline.run()).toMatchObject({ resumed: [{ batchId, status: "completed" }] });
    expect(await filedMpns()).toEqual(mpns(25));
  });

  test("is filed by a replay, also where no part is left to run again", async () => {
    const pipeline = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(14), times: 99 });
    const batchId = await onlyBatch(pipeline);
    expect(await replay(pipeline, batchId)).toMatchObject({
      kind: "nothing",
      lacking: { filedTasks: 0, refusal: told(batchId, "the disk is full") },
    });
    await database.refuse();
    expect(await replay(pipeline, batchId)).toMatchObject({
      kind: "nothing",
      lacking: { filedTasks: 15, refusal: null },
    });
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed" });
  });

  test("that succeeds the second time is filed once", async () => {
    const { run } = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(14), times: 1 });
    expect(await run()).toMatchObject({ batches: [{ status: "completed" }] });
    expect(await database.refusals()).toBe(2);
    expect(await filedMpns()).toEqual(mpns(25));
  });

  test("stops the run when the connection is lost, for nothing could be written down", async () => {
    const { run } = await fixture.pipeline(options);
    await database.refuse({ mpn: rankedMpn(14), times: 99, message: "shutting down", code: "57P01" });
    await expect(run()).rejects.toThrow("shutting down");
    expect(await database.refusals()).toBe(2);
    await database.refuse();
    expect(await run()).toMatchObject({ resumed: [{ status: "completed" }] });
    expect(await filedMpns()).toEqual(mpns(25));
  });
});

describe("what automation does while the database refuses manual tasks", () => {
  const rows = [automatedRow("GOOD-1", 0.9), automatedRow("MISSING-1", 0.8), reviewedRow("RICH-1", 0.7)];

  test("stays when the task of a failed lookup is refused, and a replay gives the batch its verdict", async () => {
    const good = await fixture.pipeline({ rows: [automatedRow("GOOD-1")] });
    const pipeline = await fixture.pipeline({ rows, server: good.server });
    await database.refuse({ mpn: "MISSING-1", times: 99 });
    const batchId = await onlyBatch(pipeline);
    const products = await fixture.ledger.selectFrom("products").select("mpn").execute();
    expect(products).toEqual([{ mpn: "GOOD-1" }]);
    expect(await filedMpns()).toEqual(["RICH-1"]);
    expect(await report(batchId)).toMatchObject({
      status: "failed",
      automation: { completed: 1, failed: 1 },
    });

    expect(await replay(pipeline, batchId)).toMatchObject({ kind: "begun" });
    expect(await report(batchId)).toMatchObject({
      status: "failed",
      reason: told(batchId, "the disk is full"),
    });

    await database.refuse();
    expect(await replay(pipeline, batchId)).toMatchObject({ kind: "begun" });
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed_with_failures" });
    expect(await filedMpns()).toEqual(["MISSING-1", "RICH-1"]);
  });

  test("goes on when the task of a part for a person is refused", async () => {
    const pipeline = await fixture.pipeline({ rows });
    await database.refuse({ mpn: "RICH-1", times: 2 });
    const batchId = await onlyBatch(pipeline);
    // The lookups took long enough for the cause to be gone; the batch was not given up before.
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", completed: 2 });
    const ends = fixture.ledger.selectFrom("events").select("to_status").where("subject_id", "=", batchId);
    expect(await ends.where("to_status", "!=", "in_progress").execute()).toEqual([
      { to_status: "completed" },
    ]);

    await fixture.reset();
    const refused = await fixture.pipeline({ rows });
    await database.refuse({ mpn: "RICH-1", times: 99 });
    expect(await report(await onlyBatch(refused))).toMatchObject({
      status: "failed",
      automation: { completed: 2, open: 0 },
    });
  });
});

test("a sweep files what other batches lack although one of them is refused, and names that one", async () => {
  const pipeline = await fixture.pipeline({
    rows: [reviewedRow("RICH-1", 0.9), reviewedRow("RICH-2", 0.8)],
    config: { maxBatchSize: 1 },
  });
  await database.refuse({ mpn: "RICH-1", times: 99 }, { mpn: "RICH-2", times: 99 });
  const [first, second] = (await pipeline.run({ limit: 2 })).batches;
  if (first === undefined || second === undefined) throw new Error("two batches were wanted");
  await database.refuse({ mpn: "RICH-1", times: 99 });
  expect(await pipeline.asProcess((deps) => sweepStage(stageRun(deps)))).toMatchObject({
    filedTasks: 1,
    unfiled: [{ batchId: first.batchId, reason: told(first.batchId, "the disk is full") }],
  });
  expect(await filedMpns()).toEqual(["RICH-2"]);
  expect(await tallyOf(fixture, second.batchId)).toMatchObject({ status: "completed" });
  expect(await report(first.batchId)).toMatchObject({ status: "failed" });
});

test("a failure of a part that is in review already raises its open task instead of filing another", async () => {
  const rows = [automatedRow("MISSING-1")];
  const refused = await fixture.pipeline({ rows, clientSecret: "outdated" });
  await expect(refused.run()).rejects.toMatchObject({ errorClass: "auth" });
  // The batch waits for better credentials; meanwhile somebody asks for a review of the part.
  await sql`insert into manual_tasks (batch_id, origin_batch_id, part_key, kind, priority, mpn, reason, source_row, decision)
    select batch_id, batch_id, part_key, 'routed', 'low', mpn, 'asked for by hand', source_row, '{}' from batch_parts`.execute(
    fixture.ledger,
  );
  const { run } = await fixture.pipeline({ rows, catalogue: [] });
  expect(await run()).toMatchObject({ resumed: [{ status: "failed" }] });
  const batches = await fixture.ledger
    .selectFrom("batches")
    .select("reason")
    .where("kind", "=", "run")
    .execute();
  expect(batches).toContainEqual({ reason: "nothing succeeded: 1 not_found" });
  const tasks = await fixture.ledger.selectFrom("manual_tasks").selectAll().execute();
  expect(tasks).toMatchObject([{ kind: "routed", reason: "asked for by hand", occurrences: 2 }]);
  const parts = await fixture.ledger.selectFrom("batch_parts").select("manual_task_id").execute();
  expect(parts).toEqual([{ manual_task_id: tasks[0]?.id }]);
});
