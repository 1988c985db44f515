import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { daysFromNow, openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

async function partsPerBatch(): Promise<number[]> {
  const rows = await fixture.ledger
    .selectFrom("batch_parts")
    .select((eb) => eb.fn.countAll<string>().as("parts"))
    .groupBy("batch_id")
    .orderBy("batch_id")
    .execute();
  return rows.map((row) => Number(row.parts));
}

/** `fetch` whose searches wait for one another until `expected` are in flight; then all go on. */
function meteredFetch(expected: number) {
  const seen = { inFlight: 0, peak: 0 };
  let open: () => void = () => undefined;
  const isFull = new Promise<void>((resolve) => (open = resolve));
  const metered: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.includes("/search/")) return fetch(input, init);
    seen.inFlight += 1;
    seen.peak = Math.max(seen.peak, seen.inFlight);
    if (seen.inFlight >= expected) open();
    await isFull;
    return fetch(input, init).finally(() => (seen.inFlight -= 1));
  };
  return { seen, fetch: metered };
}

test.each([5, 20])(
  "automationMaxConcurrent %i lets so many calls be in flight, and no more",
  async (limit) => {
    const meter = meteredFetch(limit);
    const { run, server } = await fixture.pipeline({
      rows: rankedRows(limit * 3, automatedRow),
      config: { automationMaxConcurrent: limit },
      fetch: meter.fetch,
    });
    await run();
    expect(meter.seen).toEqual({ inFlight: 0, peak: limit });
    expect(server.stats().calls).toBe(limit * 3);
  },
);

test("two runs at once keep the limit together", async () => {
  const meter = meteredFetch(4);
  const options = {
    rows: rankedRows(24, automatedRow),
    config: { automationMaxConcurrent: 4 },
    fetch: meter.fetch,
  };
  const first = await fixture.pipeline(options);
  const second = await fixture.pipeline({ ...options, server: first.server });
  await Promise.all([first.run({ limit: 12 }), second.run({ limit: 12 })]);
  expect(meter.seen.peak).toBe(4);
  expect(first.server.stats().calls).toBe(24);
});

describe("maxDailyTasks", () => {
  test("is shared by the runs of a day and fresh on the next", async () => {
    const rows = rankedRows(20, reviewedRow);
    const config = { maxDailyTasks: 7 };
    const { run, server } = await fixture.pipeline({ rows, config });
    expect(await run({ limit: 5 })).toMatchObject({ takenParts: 5, endedEarly: null });
    expect(await run({ limit: 5 })).toMatchObject({ takenParts: 2, endedEarly: "budget_used_up" });
    expect(await run({ limit: 5 })).toMatchObject({
      takenParts: 0,
      endedEarly: "budget_used_up",
      batches: [],
    });
    const tomorrow = await fixture.pipeline({ rows, config, server, now: daysFromNow(1) });
    expect(await tomorrow.run({ limit: 5 })).toMatchObject({ takenParts: 5, endedEarly: null });
  });

  test("is never exceeded by two runs at once", async () => {
    const options = { rows: rankedRows(30, reviewedRow), config: { maxDailyTasks: 13, maxBatchSize: 4 } };
    const first = await fixture.pipeline(options);
    const second = await fixture.pipeline({ ...options, server: first.server });
    const outcomes = await Promise.all([first.run({ limit: 10 }), second.run({ limit: 10 })]);
    expect(outcomes.reduce((sum, outcome) => sum + outcome.takenParts, 0)).toBe(13);
    const budget = await fixture.ledger.selectFrom("daily_budget").select("reserved").execute();
    expect(budget).toEqual([{ reserved: 13 }]);
  });

  test("what a run reserved and did not need is free again", async () => {
    const { run } = await fixture.pipeline({
      rows: rankedRows(3, reviewedRow),
      config: { maxDailyTasks: 10 },
    });
    await run({ limit: 10 });
    const budget = await fixture.ledger.selectFrom("daily_budget").select("reserved").execute();
    expect(budget).toEqual([{ reserved: 3 }]);
  });
});

test.each([
  [4, [4, 4, 2]],
  [100, [10]],
])("maxBatchSize %i splits a run of 10 parts into batches", async (maxBatchSize, expected) => {
  const { run } = await fixture.pipeline({ rows: rankedRows(12, reviewedRow), config: { maxBatchSize } });
  const { batches, takenParts } = await run({ limit: 10 });
  expect(takenParts).toBe(10);
  expect(batches).toHaveLength(expected.length);
  expect(await partsPerBatch()).toEqual(expected);
});
