import { sql } from "kysely";
import picocolors from "picocolors";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderReport } from "../../src/cli/render-report.ts";
import { checkConservation } from "../../src/domain/conservation.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { automatedRow, rankedMpn, rankedRows } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

/** One call at a time: none is in flight beside the one that meets the fault. */
const oneByOne = { automationMaxConcurrent: 1 };

/** The oldest batch, which must not have lost anything. */
async function firstBatch() {
  const { id } = await fixture.ledger
    .selectFrom("batches")
    .select("id")
    .orderBy("opened_at")
    .limit(1)
    .executeTakeFirstOrThrow();
  const tally = await batchTally(fixture.ledger, id);
  if (tally === undefined) throw new Error("no tally");
  expect(checkConservation(tally).violations).toEqual([]);
  return tally;
}

/** The numbers of the parts that are enriched by now. */
async function enriched(): Promise<Set<string>> {
  const products = await fixture.ledger.selectFrom("products").select("mpn").execute();
  return new Set(products.map(({ mpn }) => mpn));
}

describe("a daily quota that is used up", () => {
  test("defers the rest of the batch, costs no call while it is closed, and loses nothing", async () => {
    const rows = rankedRows(8, automatedRow);
    const { run, server } = await fixture.pipeline({ rows, config: oneByOne, faults: { daily429After: 3 } });
    const { batches } = await run();
    expect(batches).toMatchObject([{ status: "in_progress" }]);
    expect(await firstBatch()).toMatchObject({ completed: 3, open: 5, deferred: 5, failed: 0 });
    const { closedUntil } = await fixture.ledger
      .selectFrom("quota_windows")
      .select("closed_until as closedUntil")
      .executeTakeFirstOrThrow();
    const report = await batchReport(fixture.ledger, null);
    expect(report.automation).toMatchObject({ deferred: 5, deferredUntil: closedUntil });
    const colors = picocolors.createColors(false);
    expect(renderReport(report, { colors, emoji: true, columns: Infinity })).toContain(
      `5 parts wait for the provider's quota until ${closedUntil?.toISOString().slice(0, 10)} 00:00 UTC; the next run after that`,
    );
    // The three, and the one that was refused.
    expect(server.stats().calls).toBe(4);
    const done = await enriched();

    // New parts meanwhile: they wait too, without a call.
    const more = await fixture.pipeline({ rows: [...rows, automatedRow("LATE-1", 0.6)], server });
    expect(await more.run()).toMatchObject({ resumed: [], batches: [{ status: "in_progress" }] });
    expect(server.stats().calls).toBe(4);

    await sql`update quota_windows set closed_until = now()`.execute(fixture.ledger);
    await sql`update automation_tasks set not_before = now() where not_before is not null`.execute(
      fixture.ledger,
    );
    const reopened = await fixture.pipeline({ rows: [...rows, automatedRow("LATE-1", 0.6)] });
    const { resumed } = await reopened.run({ limit: 1 });
    expect(resumed.map((batch) => batch.status)).toEqual(["completed", "completed"]);
    expect(await firstBatch()).toMatchObject({ status: "completed", completed: 8, open: 0 });
    const asked = [...rows.map((row) => row.pn).filter((pn) => !done.has(pn)), "LATE-1"];
    expect(reopened.server.stats().callsByNumber).toEqual(Object.fromEntries(asked.map((pn) => [pn, 1])));
    const attempts = await fixture.ledger
      .selectFrom("automation_tasks")
      .select("attempts")
      .distinct()
      .execute();
    expect(attempts).toEqual([{ attempts: 1 }]);
  });
});

describe("a rate limit of the minute", () => {
  test("is waited for as long as the provider says, and uses no attempt", async () => {
    const { run, server } = await fixture.pipeline({
      rows: [automatedRow("BUSY-1")],
      config: { automationRetryAttempts: 1 },
      faults: { script: { "BUSY-1": ["burst429", "burst429"] }, burstRetryAfterS: 1 },
    });
    const startedMs = performance.now();
    expect(await run()).toMatchObject({ batches: [{ status: "completed" }] });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(2000);
    expect(server.stats().calls).toBe(3);
    const tasks = await fixture.ledger.selectFrom("automation_tasks").select(["attempts", "waits"]).execute();
    expect(tasks).toEqual([{ attempts: 1, waits: 2 }]);
  });
});

describe("credentials that the provider refuses", () => {
  test("in the middle of a run end it and leave the rest for the next one", async () => {
    const rows = rankedRows(6, automatedRow);
    const { run, server } = await fixture.pipeline({
      rows,
      config: oneByOne,
      // A fresh token is refused as well: the application has lost its right.
      faults: { script: { [rankedMpn(2)]: ["expiredToken", "expiredToken"] } },
    });
    await expect(run()).rejects.toMatchObject({ errorClass: "auth" });
    const { completed, open, failed, status } = await firstBatch();
    expect({ status, failed, parts: completed + open }).toEqual({
      status: "in_progress",
      failed: 0,
      parts: 6,
    });
    // What was answered before, and the call that was refused with the old token and the new one.
    expect(server.stats().calls).toBe(completed + 2);
    expect(server.stats().callsByNumber[rankedMpn(2)]).toBe(2);

    const mended = await fixture.pipeline({ rows });
    const { resumed, takenParts } = await mended.run();
    expect(resumed).toMatchObject([{ status: "completed" }]);
    expect(takenParts).toBe(0);
    expect(await firstBatch()).toMatchObject({ completed: 6, open: 0 });
    expect(mended.server.stats().calls).toBe(open);
  });

  test("from the start cost no call, no attempt and no part", async () => {
    const rows = rankedRows(4, automatedRow);
    const { run, server } = await fixture.pipeline({ rows, clientSecret: "outdated" });
    await expect(run()).rejects.toMatchObject({ errorClass: "auth" });
    expect(server.stats().calls).toBe(0);
    const tasks = await fixture.ledger
      .selectFrom("automation_tasks")
      .select(["status", "attempts", "lease_owner"])
      .distinct()
      .execute();
    expect(tasks).toEqual([{ status: "initialized", attempts: 0, lease_owner: null }]);

    const mended = await fixture.pipeline({ rows, server });
    expect(await mended.run()).toMatchObject({ resumed: [{ status: "completed" }] });
    expect(server.stats().calls).toBe(4);
  });
});
