import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import picocolors from "picocolors";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderReport } from "../../src/cli/render-report.ts";
import { localStages } from "../../src/local/local-stages.ts";
import { releaseLeases } from "../../src/store/batch-lease.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { type TickResult, runTick } from "../../src/workflow/run-tick.ts";
import { runWorkflow } from "../../src/workflow/run-workflow.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { daysFromNow, openRunFixture, type Pipeline, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const dayMs = 86_400_000;
const today = new Date().toISOString().slice(0, 10);

describe("a day run", () => {
  test("goes batch after batch to the day's limit", async () => {
    const config = { maxDailyTasks: 25, maxBatchSize: 10 };
    const { run } = await fixture.pipeline({ rows: rankedRows(40, reviewedRow), config });
    const outcome = await run({ limit: null });
    expect(outcome).toMatchObject({ takenParts: 25, endedEarly: null });
    expect(outcome.batches).toHaveLength(3);
  });

  test("goes to the end of the source, and says so when it is run again", async () => {
    const { run, server } = await fixture.pipeline({
      rows: rankedRows(7, automatedRow),
      config: { maxBatchSize: 5 },
    });
    expect(await run({ limit: null })).toMatchObject({ takenParts: 7, endedEarly: "source_exhausted" });
    const { calls } = server.stats();
    expect(await run({ date: today, limit: null })).toEqual(
      expect.objectContaining({ takenParts: 0, batches: [], resumed: [], endedEarly: "day_finished" }),
    );
    expect(server.stats().calls).toBe(calls);
  });

  test("takes the rest of a day that is half done", async () => {
    const { run, server } = await fixture.pipeline({ rows: rankedRows(8, automatedRow) });
    await run({ limit: 5 });
    expect(await run({ date: today, limit: null })).toMatchObject({ takenParts: 3 });
    expect(server.stats().calls).toBe(8);
  });

  test("of an earlier day counts against that day's limit", async () => {
    const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
    const { run } = await fixture.pipeline({
      rows: rankedRows(9, reviewedRow),
      config: { maxDailyTasks: 4 },
    });
    expect(await run({ date: yesterday, limit: null })).toMatchObject({ takenParts: 4 });
    expect(await run({ limit: null })).toMatchObject({ takenParts: 4 });
    const days = await fixture.ledger
      .selectFrom("daily_budget")
      .select(["business_day", "reserved"])
      .orderBy("business_day")
      .execute();
    expect(days).toEqual([
      { business_day: yesterday, reserved: 4 },
      { business_day: today, reserved: 4 },
    ]);
  });

  test("is not finished by a run that read only above a higher floor", async () => {
    const { run } = await fixture.pipeline({ rows: rankedRows(6, reviewedRow) });
    expect(await run({ limit: null, priorityThreshold: 0.9 })).toMatchObject({
      endedEarly: "source_exhausted",
    });
    const { takenParts } = await run({ limit: null });
    expect(takenParts).toBeGreaterThan(0);
    expect(await run({ limit: null, priorityThreshold: 0.9 })).toMatchObject({ endedEarly: "day_finished" });
  });

  test("opens no further batch once the quota is used up", async () => {
    const { run } = await fixture.pipeline({
      rows: rankedRows(12, automatedRow),
      config: { maxBatchSize: 4, automationMaxConcurrent: 1 },
      faults: { daily429After: 6 },
    });
    const outcome = await run({ limit: null });
    expect(outcome).toMatchObject({ takenParts: 8, endedEarly: "quota_used_up" });
    expect(outcome.batches.map(({ status }) => status)).toEqual(["completed", "in_progress"]);
  });
});

describe("a tick of the schedule", () => {
  const scheduledAt = new Date(Date.now() - 3_600_000);
  const nobody = { isDeadOwner: () => false, isRunLive: () => Promise.resolve(false) };

  function deliver(
    pipeline: Pipeline,
    at: Date,
    changes: Partial<Parameters<typeof runTick>[0]> = {},
  ): Promise<TickResult> {
    return pipeline.asProcess((deps) =>
      runTick(
        {
          ...deps,
          liveness: nobody,
          run: (start) => runWorkflow(localStages({ ...deps, trigger: "schedule" }), start),
          ...changes,
        },
        { schedule: "daily", scheduledAt: at, missed: 2, runId: randomUUID() },
      ),
    );
  }

  function ticks() {
    return fixture.ledger
      .selectFrom("schedule_ticks")
      .select(["run_id", "status", "deliveries", "missed", "blocked_by", "taken_parts", "ended_early"])
      .orderBy("scheduled_at")
      .execute();
  }

  test("delivered twice makes one run, whose batches are named after it", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(5, reviewedRow) });
    const first = await deliver(pipeline, scheduledAt);
    const second = await deliver(pipeline, scheduledAt);
    expect(first).toMatchObject({ kind: "started", outcome: { takenParts: 5 } });
    expect(second).toEqual({ kind: "repeated", runId: first.runId, status: "finished", outcome: null });
    const batches = await fixture.ledger.selectFrom("batches").select(["id", "run_id", "trigger"]).execute();
    expect(batches).toEqual([
      { id: `batch_${Math.floor(scheduledAt.getTime() / 1000)}`, run_id: first.runId, trigger: "schedule" },
    ]);
    expect(await ticks()).toMatchObject([
      { status: "finished", deliveries: 2, missed: 2, taken_parts: 5, ended_early: "source_exhausted" },
    ]);
  });

  test("delivered twice at once makes one run", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(5, reviewedRow) });
    const results = await Promise.all([deliver(pipeline, scheduledAt), deliver(pipeline, scheduledAt)]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(["repeated", "started"]);
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(1);
    expect(await fixture.ledger.selectFrom("batches").select("id").execute()).toHaveLength(1);
  });

  test("while the last run is at work is recorded as skipped", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(5, reviewedRow) });
    const overlapping: TickResult[] = [];
    const first = await deliver(pipeline, scheduledAt, {
      run: async (start) => {
        overlapping.push(await deliver(pipeline, new Date(scheduledAt.getTime() + 60_000)));
        return pipeline.asProcess((deps) => runWorkflow(localStages(deps), start));
      },
    });
    expect(overlapping).toMatchObject([{ kind: "skipped_overlap", blockedBy: first.runId, outcome: null }]);
    expect(await ticks()).toMatchObject([
      { status: "finished" },
      { status: "skipped_overlap", blocked_by: first.runId },
    ]);
    const event = await fixture.ledger
      .selectFrom("events")
      .select("data")
      .where("to_status", "=", "skipped_overlap")
      .executeTakeFirstOrThrow();
    expect(event.data).toMatchObject({ schedule: "daily", blockedBy: first.runId });
    const report = await batchReport(fixture.ledger, null);
    const at = new Date(scheduledAt.getTime() + 60_000);
    expect(report.skippedTicks).toEqual([{ schedule: "daily", scheduledAt: at }]);
    const colors = picocolors.createColors(false);
    expect(renderReport(report, { colors, emoji: true, columns: Infinity })).toContain(
      `skipped     the schedule was due at ${at.toISOString().slice(11, 16)} UTC on ${report.businessDay} while its last run`,
    );
  });

  async function interrupted(pipeline: Pipeline): Promise<string> {
    const lost = deliver(pipeline, scheduledAt, { run: () => Promise.reject(new Error("killed")) });
    await expect(lost).rejects.toThrow("killed");
    return (await ticks())[0]?.run_id ?? "";
  }

  test("whose run died is continued by its next delivery, as the same run", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(5, reviewedRow) });
    const runId = await interrupted(pipeline);
    const asleep = { ...nobody, isRunLive: () => Promise.resolve(true) };
    expect(await deliver(pipeline, scheduledAt, { liveness: asleep })).toMatchObject({
      kind: "repeated",
      status: "running",
    });
    expect(await deliver(pipeline, scheduledAt)).toMatchObject({
      kind: "continued",
      runId,
      outcome: { takenParts: 5 },
    });
  });

  test("whose run died does not stop the next one, which goes on with its batches", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(5, reviewedRow), now: daysFromNow(1) });
    await interrupted(pipeline);
    expect(await deliver(pipeline, new Date(scheduledAt.getTime() + dayMs))).toMatchObject({
      kind: "started",
    });
    expect(await ticks()).toMatchObject([
      { status: "finished", ended_early: "interrupted" },
      { status: "finished" },
    ]);
  });

  test("is at work as long as its process renews the lease, and no longer than it lives", async () => {
    const pipeline = await fixture.pipeline({ rows: rankedRows(3, reviewedRow) });
    await interrupted(pipeline);
    await sql`update schedule_ticks set lease_owner = 'elsewhere', lease_expires_at = now() + interval '1 minute'`.execute(
      fixture.ledger,
    );
    expect(await deliver(pipeline, scheduledAt)).toMatchObject({ kind: "repeated", status: "running" });
    const known = { ...nobody, isDeadOwner: (owner: string) => owner === "elsewhere" };
    expect(await deliver(pipeline, scheduledAt, { liveness: known })).toMatchObject({ kind: "continued" });
    await releaseLeases(fixture.ledger, "elsewhere");
  });
});
