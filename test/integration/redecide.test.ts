import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BatchId } from "../../src/domain/batch.ts";
import { claimTask } from "../../src/store/automation-tasks.ts";
import { partsToRedecide, recordRedecisions } from "../../src/store/redecisions.ts";
import type { Decision } from "../../src/domain/decision.ts";
import { replaysOf } from "../../src/store/replays.ts";
import { failedBatch, faultyParts, replay, tallyOf } from "../support/failed-batch.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type PipelineOptions, type RunFixture } from "../support/run-fixture.ts";

/** What rules might say of any part. */
const toAPerson = {
  kind: "rule",
  route: "manual",
  lane: "normal",
  ruleId: "everything-by-hand",
  reason: "everything goes to a person",
  confidence: 1,
  manualPriority: "low",
  conditions: [],
  facts: {
    ...{ forcedRoute: "none", priorityScore: 0.9, hasPriorityScore: true, completeness: 0.5 },
    ...{ manufacturerReliability: 0.5, combinedScore: 0.6, recentFailures: 0 },
  },
} as const satisfies Omit<Decision, "rulesetHash">;

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

function manualTask(mpn: string) {
  return fixture.ledger
    .selectFrom("manual_tasks")
    .selectAll()
    .where("mpn", "=", mpn)
    .executeTakeFirstOrThrow();
}

describe("a replay that decides anew", () => {
  /** The strict rules send what has no high priority to a person. */
  const strict = { ...faultyParts, routingRules: "strict-trigger.json" } satisfies PipelineOptions;
  const rows = [automatedRow("GOOD-1", 0.95), automatedRow("BROKEN-1", 0.9), automatedRow("BROKEN-2", 0.55)];

  function decisions(batchId: BatchId) {
    return fixture.ledger
      .selectFrom("batch_parts")
      .select(["mpn", "route", "rule_id", "ruleset_hash"])
      .where("batch_id", "=", batchId)
      .orderBy("ordinal")
      .execute();
  }

  test("uses the latest rules for what is not finished, and leaves the rest as decided", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, { rows });
    const [good] = await decisions(batchId);
    const latest = await fixture.pipeline({ ...strict, rows, server: pipeline.server });
    await replay(latest, batchId, { redecide: true });
    const [stillGood, urgent, calm] = await decisions(batchId);
    expect(stillGood).toEqual(good);
    expect(good?.mpn).toBe("GOOD-1");
    expect(urgent).toMatchObject({ mpn: "BROKEN-1", route: "automation" });
    expect(calm).toMatchObject({ mpn: "BROKEN-2", route: "manual" });
    expect(calm?.ruleset_hash).not.toBe(good?.ruleset_hash);
    expect(urgent?.ruleset_hash).toBe(calm?.ruleset_hash);
    expect(await tallyOf(fixture, batchId)).toMatchObject({
      status: "completed",
      automation: 2,
      manual: 1,
      completed: 2,
      failed: 0,
      needingReview: 1,
    });
    expect(await manualTask("BROKEN-2")).toMatchObject({ status: "initialized" });
    expect(await replaysOf(fixture.ledger, batchId)).toMatchObject([
      { completed: 1, failed: 0, toReview: 1 },
    ]);
    const redecided = await fixture.ledger
      .selectFrom("events")
      .select("to_status")
      .where("kind", "=", "redecided")
      .execute();
    expect(redecided.map((event) => event.to_status).toSorted()).toEqual(["automation", "manual"]);
    expect(pipeline.server.stats().callsByNumber).toEqual({ "GOOD-1": 1, "BROKEN-1": 2, "BROKEN-2": 1 });
  });

  test("gives a part its routed task where it had no fallback task", async () => {
    const config = { ...faultyParts.config, automationFailureToManual: false };
    const { pipeline, batchId } = await failedBatch(fixture, { rows, config });
    const latest = await fixture.pipeline({ ...strict, config, rows, server: pipeline.server });
    await replay(latest, batchId, { redecide: true });
    expect(await manualTask("BROKEN-2")).toMatchObject({
      kind: "routed",
      status: "initialized",
      batch_id: batchId,
    });
    await tallyOf(fixture, batchId);
  });

  test("decides parts anew that were put off, and takes their task away", async () => {
    const { batchId } = await failedBatch(fixture, {
      rows,
      faults: { ...faultyParts.faults, daily429After: 2 },
      config: { ...faultyParts.config, automationMaxConcurrent: 1 },
    });
    await tallyOf(fixture, batchId);
    const latest = await fixture.pipeline({ ...strict, rows });
    await replay(latest, batchId, { status: "deferred", redecide: true });
    expect(await tallyOf(fixture, batchId)).toMatchObject({ automation: 2, manual: 1, tasks: 2 });
    expect(latest.server.stats().calls).toBe(0);
  });

  test("ends a part as it failed that was put off when it was run again", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, { rows });
    const throttled = await fixture.pipeline({ ...faultyParts, rows, faults: { daily429After: 0 } });
    await replay(throttled, batchId, { status: "failed" });
    expect(await tallyOf(fixture, batchId)).toMatchObject({ failed: 0, open: 2 });
    const latest = await fixture.pipeline({ ...strict, rows, server: pipeline.server });
    await replay(latest, batchId, { status: "deferred", redecide: true });
    expect(await tallyOf(fixture, batchId)).toMatchObject({
      automation: 2,
      manual: 1,
      open: 0,
      needingReview: 1,
    });
    expect(await manualTask("BROKEN-2")).toMatchObject({ status: "initialized", error_class: "network" });
    const task = await fixture.ledger
      .selectFrom("automation_tasks as t")
      .innerJoin("manual_tasks as m", "m.automation_task_id", "t.id")
      .select(["t.status", "t.error_class"])
      .where("m.mpn", "=", "BROKEN-2")
      .executeTakeFirstOrThrow();
    expect(task).toEqual({ status: "failed", error_class: "network" });
  });

  test("leaves a part alone whose automation has begun meanwhile", async () => {
    const { ledger } = fixture;
    const { batchId } = await failedBatch(fixture, { rows, faults: { daily429After: 0 } });
    const before = await decisions(batchId);
    const [{ ruleset_hash: rulesetHash } = { ruleset_hash: null }] = before;
    if (rulesetHash === null) throw new Error("not decided");
    const window = { failuresAfter: new Date(0), reliabilityAfter: new Date(0) };
    const parts = await partsToRedecide(ledger, batchId, "later rules", window, 10);
    expect(parts).toHaveLength(3);
    const { task } = await ledger
      .selectFrom("automation_tasks as t")
      .innerJoin("batch_parts as p", (on) =>
        on.onRef("p.batch_id", "=", "t.batch_id").onRef("p.part_key", "=", "t.part_key"),
      )
      .select("t.id as task")
      .where("p.mpn", "=", "BROKEN-1")
      .executeTakeFirstOrThrow();
    const lease = { owner: "another", durationMs: 60_000 };
    await claimTask(ledger, task, lease, { provider: "none", queryKey: "BROKEN1", notBefore: new Date() });
    const decision = { ...toAPerson, rulesetHash };
    const decided = parts.map(({ key }) => ({ key, decision, propensity: 1, isExplored: false }));
    expect(await recordRedecisions(ledger, batchId, decided, [])).toBe(2);
    const after = await decisions(batchId);
    expect(after.map(({ route }) => route)).toEqual(["manual", "automation", "manual"]);
    expect(after[1]).toEqual(before[1]);
    expect(await ledger.selectFrom("automation_tasks").select("id").execute()).toEqual([{ id: task }]);
  });

  test("is not needed to keep the rules of the batch: without it they decide", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, { rows });
    const latest = await fixture.pipeline({ ...strict, rows, server: pipeline.server });
    await replay(latest, batchId);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ automation: 3, manual: 0 });
  });
});
