import { engine } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedRows } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { onTrigger, onlyBatch } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = rankedRows(4, automatedRow);
const once = Object.fromEntries(rows.map(({ pn }) => [pn, 1]));

function ticks() {
  return fixture.ledger
    .selectFrom("schedule_ticks")
    .select(["scheduled_at", "status", "missed", "taken_parts", "ended_early", "deliveries"])
    .orderBy("scheduled_at")
    .execute();
}

async function dailyRunsEnded(): Promise<void> {
  await Promise.all(engine.table.of("daily-workflow").map((run) => run.ended));
}

test("days without a tick are made up for by one run, for the latest of them", async () => {
  const now = () => new Date("2026-03-10T12:00:00Z");
  await onTrigger(fixture, { rows, now }, async ({ server }) => {
    await engine.run("daily-workflow", { timestamp: new Date("2026-03-07T06:00:00Z") });
    expect((await engine.run("sweep", {})).status).toBe("COMPLETED");
    await dailyRunsEnded();
    await engine.run("sweep", {});
    expect(engine.table.of("daily-workflow").map(({ status }) => status)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(await ticks()).toMatchObject([
      { scheduled_at: new Date("2026-03-07T06:00:00Z"), status: "finished", missed: 0, taken_parts: 4 },
      { scheduled_at: new Date("2026-03-10T06:00:00Z"), status: "finished", missed: 2, taken_parts: 0 },
    ]);
    expect(server.stats().callsByNumber).toEqual(once);
  });
});

test("of two ticks within a minute the second leaves the day to the first, and a third finds it done", async () => {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const [first, second, third] = [-2, -1, 0].map((minutes) => new Date(minute + minutes * 60_000));
  let isHeld = true;
  const held: typeof fetch = async (input, init) => {
    if (engine.current()?.taskId === "scrape-part") await vi.waitUntil(() => !isHeld, { timeout: 40_000 });
    return fetch(input, init);
  };
  await onTrigger(fixture, { rows, fetch: held }, async ({ server }) => {
    const running = engine.run("daily-workflow", { timestamp: first });
    await vi.waitUntil(() => engine.table.of("scrape-part").length > 0, { timeout: 40_000 });
    expect((await engine.run("daily-workflow", { timestamp: second })).status).toBe("COMPLETED");
    isHeld = false;
    await running;
    expect((await engine.run("daily-workflow", { timestamp: third })).status).toBe("COMPLETED");
    expect(await ticks()).toMatchObject([
      { scheduled_at: first, status: "finished", taken_parts: 4 },
      { scheduled_at: second, status: "skipped_overlap" },
      { scheduled_at: third, status: "finished", taken_parts: 0, ended_early: "day_finished" },
    ]);
    expect(server.stats().callsByNumber).toEqual(once);
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
      status: "completed",
      completed: 4,
    });
  });
});

test.each([{}, { timestamp: null }, { timestamp: "tomorrow" }])(
  "a daily run by hand with the payload %j is refused in one sentence, once",
  async (payload) => {
    await onTrigger(fixture, { rows }, async () => {
      const run = await engine.run("daily-workflow", payload);
      expect(run).toMatchObject({ status: "FAILED", attempts: 1 });
      expect(JSON.stringify(run.result)).toContain("A daily run needs the time it was due");
      expect(await ticks()).toEqual([]);
    });
  },
);

test("a quota that closes in mid-batch puts off what is left; the sweep goes on when it opens, and not before", async () => {
  const closing = { rows, faults: { daily429After: 2 }, config: { automationMaxConcurrent: 1 } };
  const batchId = await onTrigger(fixture, closing, async ({ server }) => {
    expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
    const id = await onlyBatch(fixture);
    expect(await tallyOf(fixture, id)).toMatchObject({
      status: "in_progress",
      completed: 2,
      deferred: 2,
      failed: 0,
    });
    await engine.run("sweep", {});
    expect(engine.table.of("resume-batch")).toEqual([]);
    expect(server.stats().calls).toBe(3);
    return id;
  });
  // A day goes by.
  await fixture.ledger
    .updateTable("quota_windows")
    .set({ closed_until: new Date(0) })
    .execute();
  await fixture.ledger
    .updateTable("automation_tasks")
    .set({ not_before: new Date(0) })
    .where("not_before", "is not", null)
    .execute();
  await onTrigger(fixture, { rows }, async ({ server }) => {
    await engine.run("sweep", {});
    await Promise.all(engine.table.of("resume-batch").map((run) => run.ended));
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", completed: 4, deferred: 0 });
    expect(server.stats().calls).toBe(2);
  });
});
