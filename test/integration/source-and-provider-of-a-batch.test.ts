import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BatchId } from "../../src/domain/batch.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { localStages } from "../../src/local/local-stages.ts";
import { resumeBatches, runWorkflow } from "../../src/workflow/run-workflow.ts";
import type { Stages } from "../../src/workflow/stages.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type Pipeline, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const theirs = ["THEIRS-1", "THEIRS-2"].map((pn) => reviewedRow(pn));
const today = new Date().toISOString().slice(0, 10);

/** A batch that is opened by a process which ends before it is filled. */
function openedBatch(pipeline: Pipeline, limit: number) {
  return pipeline.asProcess((deps) => localStages(deps).openBatch(startOf(limit)));
}

function startOf(limit: number) {
  return startRun(RunRequest.parse({ limit }), {
    ...{ runId: randomUUID(), now: new Date(), scheduledAt: null },
    ...{ businessTimezone: "UTC", maxDailyTasks: 1000 },
  });
}

/** A batch of the source's parts, decided by a process that ends before it does any of them. */
async function decidedBatch(pipeline: Pipeline): Promise<BatchId> {
  const opened = await openedBatch(pipeline, 2);
  if (opened.kind !== "opened") throw new Error("no batch");
  const { batchId } = opened;
  await pipeline.asProcess(async (deps) => {
    await localStages(deps).extractParts(batchId);
    await localStages(deps).decideParts(batchId);
  });
  return batchId;
}

/** What another process does that asks another provider, and what it is warned of. */
async function withSandbox<T>(pipeline: Pipeline, action: (stages: Stages) => Promise<T>) {
  const warnings: unknown[] = [];
  const result = await pipeline.asProcess((deps) =>
    action(
      localStages({
        ...deps,
        provider: { ...deps.provider, name: "digikey-sandbox" },
        log: { ...deps.log, warn: (_message, fields) => warnings.push(fields) },
      }),
    ),
  );
  return { result, warnings };
}

/** All that the ledger has of a batch and its tasks. */
async function recordOf(batchId: BatchId) {
  const { ledger } = fixture;
  return {
    batch: await ledger.selectFrom("batches").selectAll().where("id", "=", batchId).execute(),
    tasks: await ledger.selectFrom("automation_tasks").selectAll().where("batch_id", "=", batchId).execute(),
  };
}

function takenMpns() {
  return fixture.ledger.selectFrom("batch_parts").select("mpn").orderBy("mpn").execute();
}

test("a batch that was opened is filled from its own source by whoever goes on with it", async () => {
  const pipeline = await fixture.pipeline({ rows: theirs });
  const opened = await openedBatch(pipeline, 1);
  if (opened.kind !== "opened") throw new Error("no batch");
  expect(await pipeline.run({ limit: 1 })).toMatchObject({ resumed: [{ batchId: opened.batchId }] });
  expect(await tallyOf(fixture, opened.batchId)).toMatchObject({ parts: 1, stage: "settled" });
});

test("a batch that was opened takes nothing from another source, and says where to go on", async () => {
  const pipeline = await fixture.pipeline({ rows: theirs });
  const opened = await openedBatch(pipeline, 2);
  if (opened.kind !== "opened") throw new Error("no batch");
  const another = await fixture.pipeline({ rows: [reviewedRow("OTHER-1")] });
  expect(await another.run({ limit: 1 })).toMatchObject({ takenParts: 1 });
  expect(await takenMpns()).toEqual([{ mpn: "OTHER-1" }]);
  expect(await tallyOf(fixture, opened.batchId)).toMatchObject({ parts: 0, stage: "settled" });
  const { reason, budget_reserved: reserved } = await fixture.ledger
    .selectFrom("batches")
    .select(["reason", "budget_reserved"])
    .where("id", "=", opened.batchId)
    .executeTakeFirstOrThrow();
  expect(reason).toMatch(
    /^it was begun from file:\/\/\/\S+\/parts\.jsonl, which .* run again with that source/,
  );
  expect(reserved).toBe(0);
  await pipeline.run({ limit: 2 });
  expect(await takenMpns()).toEqual([{ mpn: "OTHER-1" }, { mpn: "THEIRS-1" }, { mpn: "THEIRS-2" }]);
});

test("a day is not finished by a run that has read another source to its end", async () => {
  const one = await fixture.pipeline({ rows: theirs });
  expect(await one.run({ limit: null })).toMatchObject({ endedEarly: "source_exhausted" });
  const another = await fixture.pipeline({ rows: rankedRows(3, automatedRow) });
  expect(await another.run({ date: today, limit: null })).toMatchObject({ takenParts: 3 });
  expect(await one.run({ date: today, limit: null })).toMatchObject({ endedEarly: "day_finished" });
});

test("a run leaves a batch with open lookups to its own provider, says so, and does its own work", async () => {
  const pipeline = await fixture.pipeline({ rows: rankedRows(3, automatedRow) });
  const batchId = await decidedBatch(pipeline);
  const before = await recordOf(batchId);
  const { result, warnings } = await withSandbox(pipeline, (stages) => runWorkflow(stages, startOf(1)));
  expect(result).toMatchObject({ resumed: [], takenParts: 1, batches: [{ status: "completed" }] });
  const reason =
    "it was begun with DigiKey, and this run asks the sandbox: to go on with it, set DIGIKEY_CLIENT_ID and DIGIKEY_CLIENT_SECRET to those of DigiKey, and no sandbox in DIGIKEY_BASE_URL";
  expect(warnings).toEqual([{ batch: batchId, reason }]);
  expect(await recordOf(batchId)).toEqual(before);
  expect(await pipeline.run({ limit: 1 })).toMatchObject({ resumed: [{ batchId, status: "completed" }] });
});

test("a batch that is only opened is left to its own provider", async () => {
  const pipeline = await fixture.pipeline({ rows: theirs });
  const opened = await openedBatch(pipeline, 1);
  if (opened.kind !== "opened") throw new Error("no batch");
  const before = await recordOf(opened.batchId);
  const { result, warnings } = await withSandbox(pipeline, resumeBatches);
  expect(result).toEqual([]);
  expect(warnings).toMatchObject([{ batch: opened.batchId }]);
  expect(await recordOf(opened.batchId)).toEqual(before);
});

test("a batch without lookups needs no provider to be finished", async () => {
  const pipeline = await fixture.pipeline({ rows: theirs });
  const batchId = await decidedBatch(pipeline);
  const { result, warnings } = await withSandbox(pipeline, resumeBatches);
  expect(result).toMatchObject([{ batchId, status: "completed" }]);
  expect(warnings).toEqual([]);
  expect(await tallyOf(fixture, batchId)).toMatchObject({ stage: "settled", manual: 2 });
});
