import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fallbackBatchId } from "../../src/domain/batch.ts";
import { localStages } from "../../src/local/local-stages.ts";
import { replaysOf } from "../../src/store/replays.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { failedBatch, faultyParts, replay, tallyOf } from "../support/failed-batch.ts";
import { automatedRow, partsOf } from "../support/part-rows.ts";
import { daysFromNow, openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

function fallbackTask(mpn: string) {
  return fixture.ledger
    .selectFrom("manual_tasks")
    .selectAll()
    .where("mpn", "=", mpn)
    .executeTakeFirstOrThrow();
}

/** Every row of these tables, for "nothing changed". */
async function snapshot() {
  const tables = ["batches", "batch_parts", "automation_tasks", "manual_tasks", "events"] as const;
  const rows = (table: keyof Tables) =>
    sql`select to_jsonb(t) as row from ${sql.table(table)} t order by to_jsonb(t)::text`.execute(
      fixture.ledger,
    );
  return Promise.all(tables.map(async (table) => (await rows(table)).rows));
}

describe("a replay of what failed", () => {
  test("does the failed parts again, and asks for nothing else", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    const before = pipeline.server.stats().callsByNumber;
    const begun = await replay(pipeline, batchId, { part: "broken-1" });
    expect(begun).toMatchObject({ kind: "begun", plan: { selected: [{ mpn: "BROKEN-1" }], skipped: [] } });
    const { callsByNumber } = pipeline.server.stats();
    expect(callsByNumber).toEqual({ ...before, "BROKEN-1": (before["BROKEN-1"] ?? 0) + 1 });
    expect(await tallyOf(fixture, batchId)).toMatchObject({
      status: "completed_with_failures",
      stage: "settled",
      completed: 3,
      failed: 2,
      unsettledParts: 0,
    });
    const task = await fixture.ledger
      .selectFrom("automation_tasks")
      .select(["status", "replays", "attempts", "error_class"])
      .where(sql<boolean>`part_key like '%|BROKEN-1'`)
      .executeTakeFirstOrThrow();
    expect(task).toEqual({ status: "completed", replays: 1, attempts: 1, error_class: null });
  });

  test("ends as completed when nothing is left that failed", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, {
      rows: faultyParts.rows.filter(({ pn }) => pn === "GOOD-1" || pn === "BROKEN-1"),
    });
    await replay(pipeline, batchId);
    expect(await tallyOf(fixture, batchId)).toMatchObject({ status: "completed", completed: 2, failed: 0 });
    const again = await replay(pipeline, batchId);
    expect(again).toMatchObject({ kind: "nothing", plan: { selected: [], skipped: [] } });
    expect(await replaysOf(fixture.ledger, batchId)).toHaveLength(1);
  });

  test("closes the fallback task that nobody has touched, as superseded", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    await replay(pipeline, batchId, { errorClass: "server" });
    expect(await fallbackTask("BROKEN-1")).toMatchObject({
      status: "completed",
      outcome: "superseded",
      closed_by: "pipeline",
    });
    expect(await fallbackTask("MISSING-1")).toMatchObject({ status: "initialized", occurrences: 1 });
  });

  test("leaves a fallback task that a reviewer has claimed to them, with one note", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    const { id } = await fallbackTask("BROKEN-1");
    await sql`update manual_tasks set status = 'processing', assignee = 'grace', note = 'looking',
      lease_expires_at = now() + interval '1 hour', claimed_at = now() where id = ${id}`.execute(
      fixture.ledger,
    );
    await replay(pipeline, batchId, { part: "BROKEN-1" });
    const claimed = await fallbackTask("BROKEN-1");
    expect(claimed).toMatchObject({ status: "processing", assignee: "grace" });
    expect(claimed.note).toMatch(/^looking\nAutomation has completed this part meanwhile/);
    await pipeline.asProcess((deps) => localStages(deps).fileManualTasks(batchId));
    expect((await fallbackTask("BROKEN-1")).note).toBe(claimed.note);
  });

  test("that fails for another reason gives the fallback task the priority of that one", async () => {
    const rows = [automatedRow("GOOD-1", 0.95), automatedRow("BROKEN-1", 0.6)];
    const { batchId } = await failedBatch(fixture, { rows });
    expect(await fallbackTask("BROKEN-1")).toMatchObject({ error_class: "server", priority: "medium" });
    const catalogue = partsOf([{ ...automatedRow("BROKEN-1"), manufacturer: "Somebody Else" }]);
    await replay(await fixture.pipeline({ ...faultyParts, rows, catalogue, faults: {} }), batchId);
    expect(await fallbackTask("BROKEN-1")).toMatchObject({
      error_class: "ambiguous_match",
      priority: "high",
      occurrences: 2,
    });
  });

  test("that fails again keeps the one fallback task and brings it up to date", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    expect(await fallbackTask("BROKEN-2")).toMatchObject({ error_class: "network", occurrences: 1 });
    await replay(pipeline, batchId, { errorClass: "network" });
    expect(await fallbackTask("BROKEN-2")).toMatchObject({
      status: "initialized",
      error_class: "server",
      occurrences: 2,
      attempts: 1,
    });
    expect(await tallyOf(fixture, batchId)).toMatchObject({
      status: "completed_with_failures",
      completed: 2,
      failed: 3,
    });
  });

  test("takes the most urgent of those that match, up to its limit", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    const begun = await replay(pipeline, batchId, { limit: 2 });
    expect(begun).toMatchObject({
      plan: { selected: [{ mpn: "BROKEN-1" }, { mpn: "MISSING-1" }], beyondLimit: 1 },
    });
  });

  test("is remembered with who, why, which and what came of it", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    await replay(pipeline, batchId);
    const replays = await replaysOf(fixture.ledger, batchId);
    expect(replays).toMatchObject([
      { reason: "provider was down", requestedBy: "ada", selected: 3, completed: 1, failed: 2, toReview: 0 },
    ]);
    expect(replays[0]?.endedAt).toBeInstanceOf(Date);
    const events = await fixture.ledger
      .selectFrom("events")
      .select(["kind", "from_status", "to_status", "actor"])
      .where("kind", "in", ["replay", "batch"])
      .where("batch_id", "=", batchId)
      .orderBy("id")
      .execute();
    const changes = events.map(
      ({ kind, from_status: from, to_status: to }) => `${kind} ${from ?? ""}>${to ?? ""}`,
    );
    expect(changes.slice(-4)).toEqual([
      "replay >running",
      "batch completed_with_failures>in_progress",
      "batch in_progress>completed_with_failures",
      "replay running>ended",
    ]);
    expect(events.find(({ kind }) => kind === "replay")?.actor).toBe("ada");
  });

  test("may name the fallback batch", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    const begun = await replay(pipeline, fallbackBatchId(batchId), { part: "BROKEN-1" });
    expect(begun).toMatchObject({ kind: "begun", batchId });
  });
});

describe("a part is left alone", () => {
  test("that a person has resolved", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    await sql`update manual_tasks set status = 'completed', outcome = 'accepted', closed_by = 'grace',
      closed_at = now() where mpn = 'BROKEN-1'`.execute(fixture.ledger);
    expect(await replay(pipeline, batchId, { part: "BROKEN-1" })).toMatchObject({
      kind: "nothing",
      plan: { skipped: [{ mpn: "BROKEN-1", skipReason: "reviewed" }] },
    });
    await replay(pipeline, batchId);
    const skips = await fixture.ledger
      .selectFrom("events")
      .select("data")
      .where("kind", "=", "replay_skipped")
      .execute();
    expect(skips).toMatchObject([{ data: { reason: "reviewed" } }]);
  });

  // Without fallback tasks a failed part is due again on the next day.
  const noFallback = { config: { ...faultyParts.config, automationFailureToManual: false } };

  test("that a later batch has in work", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, noFallback);
    await sql`insert into quota_windows (provider, period, remaining, closed_until)
      values ('digikey', 'day', 0, now() + interval '1 hour')`.execute(fixture.ledger);
    const tomorrow = await fixture.pipeline({
      ...faultyParts,
      ...noFallback,
      server: pipeline.server,
      now: daysFromNow(1),
    });
    expect(await tomorrow.run()).toMatchObject({ batches: [{ status: "in_progress" }] });
    expect(await replay(pipeline, batchId)).toMatchObject({
      kind: "nothing",
      plan: { skipped: Array(3).fill({ skipReason: "in_progress" }) },
    });
    await tallyOf(fixture, batchId);
  });

  test("that a later batch has completed", async () => {
    const { pipeline, batchId } = await failedBatch(fixture, noFallback);
    const tomorrow = await fixture.pipeline({
      ...faultyParts,
      ...noFallback,
      server: pipeline.server,
      now: daysFromNow(1),
    });
    await tomorrow.run();
    expect(await replay(pipeline, batchId)).toMatchObject({
      plan: {
        selected: [{ mpn: "MISSING-1" }, { mpn: "BROKEN-2" }],
        skipped: [{ mpn: "BROKEN-1", skipReason: "completed_since" }],
      },
    });
    await tallyOf(fixture, batchId);
  });
});

test("two identical replays at once: one runs, the other does nothing and says so", async () => {
  let arrive: () => void = () => undefined;
  const hasArrived = new Promise<void>((resolve) => (arrive = resolve));
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  const { pipeline, batchId } = await failedBatch(fixture);
  const held = await fixture.pipeline({
    ...faultyParts,
    server: pipeline.server,
    fetch: async (...request) => {
      arrive();
      await isReleased;
      return fetch(...request);
    },
  });
  const first = replay(held, batchId, { part: "BROKEN-1" });
  await hasArrived;
  const second = await replay(pipeline, batchId, { part: "BROKEN-1" });
  const other = await replay(pipeline, batchId, { part: "BROKEN-2" });
  release();
  expect(await first).toMatchObject({ kind: "begun" });
  expect(second).toMatchObject({ kind: "busy", isSameReplay: true });
  expect(other).toMatchObject({ kind: "busy", isSameReplay: false });
  expect(pipeline.server.stats().callsByNumber["BROKEN-1"]).toBe(2);
  expect(await tallyOf(fixture, batchId)).toMatchObject({ completed: 3 });
});

test("deferred parts are asked for at once, quota window or not", async () => {
  const rows = ["P-1", "P-2", "P-3"].map((pn) => automatedRow(pn));
  const closed = await fixture.pipeline({ rows, faults: { daily429After: 0 } });
  const [batch] = (await closed.run()).batches;
  if (batch === undefined) throw new Error("no batch");
  expect(await tallyOf(fixture, batch.batchId)).toMatchObject({ status: "in_progress", deferred: 3 });
  const open = await fixture.pipeline({ rows });
  expect(await replay(open, batch.batchId)).toMatchObject({ kind: "nothing" });
  expect(await replay(open, batch.batchId, { status: "deferred" })).toMatchObject({ kind: "begun" });
  expect(await tallyOf(fixture, batch.batchId)).toMatchObject({ status: "completed", completed: 3 });
});

test("extract, decide, scrape, file and settle of a settled batch change nothing", async () => {
  const { pipeline, batchId } = await failedBatch(fixture);
  const before = await snapshot();
  const { calls } = pipeline.server.stats();
  await pipeline.asProcess(async (deps) => {
    const stages = localStages(deps);
    expect(await stages.extractParts(batchId)).toMatchObject({ taken: 6 });
    await stages.decideParts(batchId);
    await stages.scrapeParts(batchId);
    await stages.fileManualTasks(batchId);
    expect(await stages.settleBatch(batchId)).toEqual({
      batchId,
      status: "completed_with_failures",
      isQuotaUsedUp: false,
    });
  });
  expect(await snapshot()).toEqual(before);
  expect(pipeline.server.stats().calls).toBe(calls);
});
