import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BatchId } from "../../src/domain/batch.ts";
import { replaysOf } from "../../src/store/replays.ts";
import { failedBatch, faultyParts, replay, tallyOf } from "../support/failed-batch.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type PipelineOptions, type RunFixture } from "../support/run-fixture.ts";

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

  test("is not needed to keep the rules of the batch: without it they decide", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, { rows });
    const latest = await fixture.pipeline({ ...strict, rows, server: pipeline.server });
    await replay(latest, batchId);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ automation: 3, manual: 0 });
  });
});
