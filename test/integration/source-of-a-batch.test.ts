import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { RunRequest } from "../../src/domain/run-request.ts";
import { localStages } from "../../src/local/local-stages.ts";
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
  return pipeline.asProcess((deps) =>
    localStages(deps).openBatch(
      startRun(RunRequest.parse({ limit }), {
        ...{ runId: randomUUID(), now: new Date(), scheduledAt: null },
        ...{ businessTimezone: "UTC", maxDailyTasks: 1000 },
      }),
    ),
  );
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
