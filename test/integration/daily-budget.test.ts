import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storeRuleset } from "../../src/store/batch-record.ts";
import { finishExtraction } from "../../src/store/extraction.ts";
import { openBatch } from "../../src/store/open-batch.ts";
import { rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(async () => {
  await fixture.reset();
  await storeRuleset(fixture.ledger, { hash: "0".repeat(64), name: "any", version: "1", content: {} });
});
afterAll(() => fixture[Symbol.asyncDispose]());

const at = new Date("2026-03-29T12:00:00Z");

function open(options: { wantedParts: number; maxDailyParts: number }) {
  return openBatch(fixture.ledger, {
    runId: randomUUID(),
    trigger: "cli",
    at,
    businessDay: "2026-03-29",
    request: {},
    config: {},
    rulesetHash: "0".repeat(64),
    source: "any",
    sourceUri: "file:///any",
    provider: "any",
    position: null,
    exploration: { rate: 0, seed: 1 },
    lease: { owner: "test", durationMs: 60_000 },
    ...options,
  });
}

async function reservedByDay(): Promise<Record<string, number>> {
  const rows = await fixture.ledger.selectFrom("daily_budget").selectAll().orderBy("business_day").execute();
  return Object.fromEntries(rows.map((row) => [row.business_day, row.reserved]));
}

test("openings at the same moment share the day's limit to the last part, and each has an id of its own", async () => {
  const openings = await Promise.all(
    Array.from({ length: 12 }, () => open({ wantedParts: 4, maxDailyParts: 26 })),
  );
  const opened = openings.flatMap((one) => (one.kind === "opened" ? [one] : []));
  expect(opened.map((one) => one.grantedParts).toSorted()).toEqual([2, 4, 4, 4, 4, 4, 4]);
  expect(new Set(opened.map((one) => one.batchId)).size).toBe(7);
  expect(await reservedByDay()).toEqual({ "2026-03-29": 26 });
});

test("what some give back while others open is never given out twice", async () => {
  const finishAll = async () => {
    const opening = await open({ wantedParts: 5, maxDailyParts: 20 });
    if (opening.kind === "opened") await finishExtraction(fixture.ledger, opening.batchId, null);
  };
  await Promise.all(Array.from({ length: 12 }, finishAll));
  // No part was taken, so everything is free again.
  expect(await reservedByDay()).toEqual({ "2026-03-29": 0 });
});

test("finishing waits for the day's budget before it locks the batch, as opening does", async ({ skip }) => {
  if (fixture.engine === "embedded") skip("one transaction at a time: nobody waits for a lock");
  const opening = await open({ wantedParts: 5, maxDailyParts: 20 });
  if (opening.kind !== "opened") throw new Error("nothing was opened");
  const holder = await fixture.ledger.startTransaction().execute();
  await sql`select from daily_budget for update`.execute(holder);
  const finished = finishExtraction(fixture.ledger, opening.batchId, null);
  const { rows: own } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(holder);
  for (let waiting = 0; waiting === 0;) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
      where ${own[0]?.pid ?? 0} = any(pg_blocking_pids(pid))`.execute(fixture.ledger);
    waiting = rows[0]?.count ?? 0;
  }
  await sql`select from batches where id = ${opening.batchId} for update nowait`.execute(holder);
  await holder.commit().execute();
  await finished;
  expect(await reservedByDay()).toEqual({ "2026-03-29": 0 });
});

// The first and the last second of a business day on which the clocks change, and how many hours it has.
test.each([
  ["America/Toronto", "2026-03-08", "2026-03-08T05:00:00Z", 23],
  ["America/Toronto", "2026-11-01", "2026-11-01T04:00:00Z", 25],
  ["Pacific/Auckland", "2026-09-27", "2026-09-26T12:00:00Z", 23],
  ["Pacific/Auckland", "2026-04-05", "2026-04-04T11:00:00Z", 25],
])("in %s %s has one budget, however long it is", async (businessTimezone, day, begins, hours) => {
  const start = new Date(begins).getTime();
  let now = start;
  const { run } = await fixture.pipeline({
    rows: rankedRows(6, reviewedRow),
    config: { maxDailyTasks: 3 },
    businessTimezone,
    now: () => new Date(now),
  });
  const runAt = async (at: number) => {
    now = at;
    const { takenParts, endedEarly } = await run({ limit: 2 });
    return [takenParts, endedEarly];
  };
  const end = start + hours * 3_600_000;

  expect(await runAt(start - 1_000)).toEqual([2, null]);
  expect(await runAt(start)).toEqual([2, null]);
  expect(await runAt(end - 1_000)).toEqual([1, "budget_used_up"]);
  expect(await runAt(end)).toEqual([1, "source_exhausted"]);
  const taken = Object.values(await reservedByDay());
  expect(taken).toEqual([2, 3, 1]);
  expect(Object.keys(await reservedByDay())[1]).toBe(day);
});
