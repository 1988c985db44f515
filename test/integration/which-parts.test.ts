import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acme, automatedRow, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { daysFromNow, openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import type { RunOutcome } from "../../src/workflow/run-workflow.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

/** The part numbers a run took, in the order in which it took them. */
async function taken({ batches }: RunOutcome): Promise<string[]> {
  const ids = batches.map((batch) => batch.batchId);
  const rows = await fixture.ledger
    .selectFrom("batch_parts")
    .select("mpn")
    .where("batch_id", "in", ids)
    .orderBy("batch_id")
    .orderBy("ordinal")
    .execute();
  return rows.map((row) => row.mpn);
}

/** The reasons for which the first batch of a run left parts out. */
async function skipped({ batches }: RunOutcome): Promise<unknown> {
  const [batch] = batches;
  if (batch === undefined) throw new Error("no batch");
  const row = await fixture.ledger
    .selectFrom("batches")
    .select("skipped")
    .where("id", "=", batch.batchId)
    .executeTakeFirstOrThrow();
  return row.skipped;
}

function ranks(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => rankedMpn(from + index));
}

test("two runs of 50 take the first 100 parts by rank, and a third goes on from there", async () => {
  let index = 0;
  const rows = rankedRows(120, (pn, score) => (index++ % 5 === 0 ? reviewedRow : automatedRow)(pn, score));
  const { run, server } = await fixture.pipeline({ rows: rows.toReversed() });
  expect(await taken(await run({ limit: 50 }))).toEqual(ranks(0, 50));
  const second = await run({ limit: 50 });
  expect(await taken(second)).toEqual(ranks(50, 100));
  expect(await skipped(second)).toEqual({ completed_recently: 40, pending_review: 10 });
  const third = await run({ limit: 50 });
  expect(await taken(third)).toEqual(ranks(100, 120));
  expect(third).toMatchObject({ takenParts: 20, endedEarly: "source_exhausted" });
  expect(server.stats().calls).toBe(96);
});

test("a run of several batches takes each part once, and passed-over rows are counted once", async () => {
  const rows = rankedRows(500, reviewedRow);
  const { run } = await fixture.pipeline({ rows });
  await run({ limit: 230 });
  const outcome = await run({ limit: 240 });
  expect(await taken(outcome)).toEqual(ranks(230, 470));
  const batches = await fixture.ledger
    .selectFrom("batches")
    .select(["skipped", "extracted", "cutoff_priority"])
    .where(
      "id",
      "in",
      outcome.batches.map((batch) => batch.batchId),
    )
    .orderBy("id")
    .execute();
  expect(batches.map((batch) => [batch.skipped, batch.extracted])).toEqual([
    [{ pending_review: 230 }, 330],
    [{}, 100],
    [{}, 40],
  ]);
  expect(batches.map((batch) => Number(batch.cutoff_priority))).toEqual(
    [329, 429, 469].map((index) => Number((0.99 - (0.45 * index) / 500).toFixed(4))),
  );
});

test("each part is left out for its own reason: done, in review, or tried before on the same day", async () => {
  const rows = [automatedRow("DONE-1", 0.9), reviewedRow("RICH-1", 0.8), automatedRow("MISSING-1", 0.7)];
  const options = { rows, catalogue: [], config: { automationFailureToManual: false } };
  const { server } = await fixture.pipeline({ rows: [automatedRow("DONE-1")] });
  const all = await fixture.pipeline({ ...options, server });
  expect(await taken(await all.run())).toEqual(["DONE-1", "RICH-1", "MISSING-1"]);
  const again = await all.run();
  expect(await taken(again)).toEqual([]);
  expect(await skipped(again)).toEqual({ completed_recently: 1, pending_review: 1, same_business_day: 1 });
  expect(again).toMatchObject({ endedEarly: "source_exhausted", batches: [{ status: "completed" }] });

  const tomorrow = await fixture.pipeline({ ...options, server, now: daysFromNow(1) });
  const next = await tomorrow.run();
  expect(await taken(next)).toEqual(["MISSING-1"]);
  expect(await skipped(next)).toEqual({ completed_recently: 1, pending_review: 1 });
});

test("a name that reads like a list of names leaves out nobody but itself", async () => {
  const list = `LIST\u001F${acme}\u001EOTHER`;
  const { run } = await fixture.pipeline({ rows: [reviewedRow(list, 0.9), reviewedRow("OTHER", 0.8)] });
  expect(await taken(await run({ limit: 1 }))).toEqual([list]);
  const second = await run();
  expect(await taken(second)).toEqual(["OTHER"]);
  expect(await skipped(second)).toEqual({ pending_review: 1 });
});

test("an empty batch is complete and says why it is empty", async () => {
  const { run } = await fixture.pipeline({ rows: [automatedRow("LOW-1", 0.2)] });
  await run();
  const batch = await fixture.ledger
    .selectFrom("batches")
    .select(["status", "reason"])
    .executeTakeFirstOrThrow();
  expect(batch).toEqual({
    status: "completed",
    reason: "no part of the source at or above the priority floor is due",
  });
});

test("a refresh takes completed parts again on the next business day, those in review stay out", async () => {
  const rows = [automatedRow("DONE-1", 0.9), reviewedRow("RICH-1", 0.8)];
  const { run, server } = await fixture.pipeline({ rows });
  await run();
  const sameDay = await run({ refresh: true });
  expect(await skipped(sameDay)).toEqual({ same_business_day: 1, pending_review: 1 });

  const tomorrow = await fixture.pipeline({ rows, server, now: daysFromNow(1) });
  expect(await taken(await tomorrow.run())).toEqual([]);
  const refreshed = await tomorrow.run({ refresh: true });
  expect(await taken(refreshed)).toEqual(["DONE-1"]);
  expect(await skipped(refreshed)).toEqual({ pending_review: 1 });
});

test("a part completed 31 days ago is due again without being asked for", async () => {
  const rows = [automatedRow("DONE-1", 0.9)];
  const { run, server } = await fixture.pipeline({ rows });
  await run();
  const in29Days = await fixture.pipeline({ rows, server, now: daysFromNow(29) });
  expect(await taken(await in29Days.run())).toEqual([]);
  const in31Days = await fixture.pipeline({ rows, server, now: daysFromNow(31) });
  expect(await taken(await in31Days.run())).toEqual(["DONE-1"]);
});

test("a bad row is quarantined once, and skipped by later runs until it changes", async () => {
  const bad = { ...automatedRow("BAD-1"), priority_score: { score: "much" } };
  const { run } = await fixture.pipeline({ rows: [bad] });
  await run();
  expect(await skipped(await run())).toEqual({ quarantined_before: 1 });
  const mended = await fixture.pipeline({ rows: [automatedRow("BAD-1")] });
  expect(await taken(await mended.run())).toEqual(["BAD-1"]);
});
