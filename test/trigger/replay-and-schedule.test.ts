import { engine } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { onTrigger, onlyBatch, runOf } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = rankedRows(5, automatedRow);
const victim = "P-003";
const failing = {
  rows,
  faults: { script: { [victim]: ["server500" as const] } },
  config: { automationRetryAttempts: 1 },
};

function manualTasks() {
  return fixture.ledger.selectFrom("manual_tasks").select(["mpn", "status", "outcome"]).execute();
}

async function replay(id: string) {
  const run = engine.replay(id);
  await run.ended;
  return run;
}

test("a replay of a failed part completes it, settles its batch and closes its manual task", async () => {
  await onTrigger(fixture, failing, async ({ server }) => {
    await engine.run("run-workflow", {});
    const batchId = await onlyBatch(fixture);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed_with_failures", failed: 1 });
    const again = await replay(runOf(victim).id);
    expect(again).toMatchObject({ status: "COMPLETED", parent: undefined });
    expect(await tallyOf(fixture, batchId)).toMatchObject({
      status: "completed",
      stage: "settled",
      completed: 5,
    });
    expect(await manualTasks()).toEqual([{ mpn: victim, status: "completed", outcome: "superseded" }]);
    expect(server.stats().callsByNumber).toMatchObject({ "P-001": 1, [victim]: 2 });
    // One more replay finds nothing left to do.
    await replay(again.id);
    expect(server.stats().callsByNumber[victim]).toBe(2);
  });
});

test("a replay of a part while another run is at work on its batch gives way, and spoils nothing", async () => {
  let isHeld = true;
  let isReplaying = false;
  const held: typeof fetch = async (input, init) => {
    if (isReplaying) await vi.waitUntil(() => !isHeld, { timeout: 40_000 });
    return fetch(input, init);
  };
  await onTrigger(fixture, { ...failing, fetch: held }, async ({ server }) => {
    const first = await engine.run("run-workflow", {});
    const failed = runOf(victim);
    isReplaying = true;
    const again = engine.replay(first.id);
    await vi.waitUntil(() => runOf(victim) !== failed, { timeout: 40_000 });
    const refused = await replay(failed.id);
    expect(refused.status).toBe("FAILED");
    expect(JSON.stringify(refused.result)).toContain("is in the work of another run: replay this one when");
    isHeld = false;
    await again.ended;
    expect(again.status).toBe("COMPLETED");
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
      status: "completed",
      completed: 5,
    });
    expect(server.stats().callsByNumber[victim]).toBe(2);
  });
});

test("a replay of the whole run does the failed part again, and calls for no other", async () => {
  await onTrigger(fixture, failing, async ({ server }) => {
    const first = await engine.run("run-workflow", {});
    const batchId = await onlyBatch(fixture);
    const again = await replay(first.id);
    expect(again.status).toBe("COMPLETED");
    expect(await onlyBatch(fixture)).toBe(batchId);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", completed: 5 });
    expect(server.stats().callsByNumber).toEqual({
      ...Object.fromEntries(rows.map(({ pn }) => [pn, 1])),
      [victim]: 2,
    });
  });
});

test("replays of stages of a settled batch change nothing", async () => {
  await onTrigger(fixture, { rows: [...rows.slice(0, 3), reviewedRow("R-1", 0.5)] }, async ({ server }) => {
    await engine.run("run-workflow", {});
    const batchId = await onlyBatch(fixture);
    const before = await tallyOf(fixture, batchId);
    for (const task of ["extract-parts", "decide-parts", "create-manual-tasks", "settle-batch"]) {
      const [run] = engine.table.of(task);
      expect((await replay(run?.id ?? "")).status).toBe("COMPLETED");
    }
    expect(await tallyOf(fixture, batchId)).toEqual(before);
    expect(server.stats().calls).toBe(3);
  });
});

test("a run that was killed is gone on with by its replay, within the same batch", async () => {
  const error = { type: "INTERNAL_ERROR", code: "TASK_RUN_HEARTBEAT_TIMEOUT" } as const;
  await onTrigger(fixture, { rows }, async ({ server }) => {
    engine.mishap = (run) => {
      if (run.taskId === "decide-parts" && run.parent !== undefined) {
        engine.kill(run.parent, { status: "CRASHED", error });
        return { status: "CRASHED", error };
      }
      return undefined;
    };
    const killed = await engine.run("run-workflow", { limit: 5 });
    expect(killed.status).toBe("CRASHED");
    engine.mishap = () => undefined;
    expect((await replay(killed.id)).status).toBe("COMPLETED");
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
      status: "completed",
      completed: 5,
    });
    expect(server.stats().calls).toBe(5);
  });
});

test("a batch whose run is gone is finished by the sweep", async () => {
  const error = { type: "INTERNAL_ERROR", code: "TASK_RUN_HEARTBEAT_TIMEOUT" } as const;
  await onTrigger(fixture, { rows }, async () => {
    engine.mishap = (run) => {
      if (run.taskId === "decide-parts" && run.parent !== undefined) {
        engine.kill(run.parent, { status: "CRASHED", error });
        return { status: "CRASHED", error };
      }
      return undefined;
    };
    await engine.run("run-workflow", { limit: 5 });
    engine.mishap = () => undefined;
    const batchId = await onlyBatch(fixture);
    expect((await tallyOf(fixture, batchId)).stage).toBe("extracted");
    await engine.run("sweep", {});
    await Promise.all(engine.table.of("resume-batch").map((run) => run.ended));
    expect(engine.table.of("resume-batch")).toHaveLength(1);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", completed: 5 });
  });
});

test("a tick delivered twice makes one run of its day, and one without a time is refused", async () => {
  const timestamp = new Date(Date.now() - 60_000);
  await onTrigger(fixture, { rows }, async ({ server }) => {
    const [first, second] = await Promise.all([
      engine.run("daily-workflow", { timestamp }),
      engine.run("daily-workflow", { timestamp }),
    ]);
    expect([first.status, second.status]).toEqual(["COMPLETED", "COMPLETED"]);
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
      status: "completed",
      completed: 5,
    });
    expect(server.stats().calls).toBe(5);
    const ticks = await fixture.ledger
      .selectFrom("schedule_ticks")
      .select(["status", "deliveries"])
      .execute();
    expect(ticks).toEqual([{ status: "finished", deliveries: 2 }]);
    expect((await engine.run("daily-workflow", {})).status).toBe("FAILED");
  });
});

test("two runs at once take every part once, and together keep the limit of calls", async () => {
  const config = { automationMaxConcurrent: 3, maxBatchSize: 8 };
  const many = rankedRows(24, automatedRow);
  await onTrigger(fixture, { rows: many, config }, async ({ server }) => {
    const queue = engine.limitQueue("provider", 3);
    await Promise.all([engine.run("run-workflow", { limit: 12 }), engine.run("run-workflow", { limit: 12 })]);
    expect(server.stats().callsByNumber).toEqual(Object.fromEntries(many.map(({ pn }) => [pn, 1])));
    expect(server.stats().maxInFlight).toBeLessThanOrEqual(3);
    expect(queue.peak).toBe(3);
  });
  const batches = await fixture.ledger.selectFrom("batches").select(["id", "stage"]).execute();
  expect(batches.map(({ stage }) => stage)).toEqual(batches.map(() => "settled"));
  for (const { id } of batches) await tallyOf(fixture, id);
});
