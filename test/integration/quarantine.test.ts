import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dryRun } from "../../src/app/dry-run.ts";
import { BatchId } from "../../src/domain/batch.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import {
  quarantinedEntry,
  quarantineList,
  type QuarantineFilter,
  releaseQuarantined,
} from "../../src/store/quarantine.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const quarantined = { reason: null, batchId: null, state: "quarantined" } satisfies QuarantineFilter;

function badScore(pn: string, score: number) {
  return { ...automatedRow(pn), priority_score: { score } };
}

function list(filter: Partial<QuarantineFilter> = {}, limit = 100) {
  return quarantineList(fixture.ledger, { ...quarantined, ...filter, limit });
}

async function numbersOf(entries: Awaited<ReturnType<typeof list>>): Promise<unknown[]> {
  return Promise.resolve(entries.rows.map((row) => (row.raw as { pn: unknown }).pn));
}

async function takenParts(): Promise<string[]> {
  const rows = await fixture.ledger.selectFrom("batch_parts").select("mpn").orderBy("extracted_at").execute();
  return rows.map((row) => row.mpn);
}

test("lists the latest first, counts all that match by reason without its values", async () => {
  const bad = [
    badScore("HIGH-1", 3),
    badScore("HIGH-2", 4.5),
    { ...automatedRow("LIST-1"), specs: "10k" },
    "not, json",
  ];
  const { run } = await fixture.pipeline({ rows: [automatedRow("GOOD-1"), ...bad] });
  const { batches } = await run();
  const all = await list({}, 2);
  expect(all.total).toBe(4);
  expect(all.rows).toHaveLength(2);
  expect(all.rows[0]?.id).toBeGreaterThan(all.rows[1]?.id ?? Number.MAX_VALUE);
  expect(all.byReason).toEqual([
    { count: 2, reason: "priority_score.score is …, outside the declared scale of 0 to 1." },
    { count: 1, reason: "The line is not a JSON object." },
    { count: 1, reason: "specs is …, expected a list." },
  ]);
  expect(await numbersOf(await list({ reason: "OUTSIDE the declared" }))).toEqual(["HIGH-1", "HIGH-2"]);
  expect((await list({ reason: "%" })).total).toBe(0);
  const [batch] = batches;
  expect((await list({ batchId: batch?.batchId ?? null })).total).toBe(4);
  expect((await list({ batchId: BatchId.parse("batch_1") })).total).toBe(0);
  const [first] = all.rows;
  expect(await quarantinedEntry(fixture.ledger, first?.id ?? 0)).toEqual(first);
  expect(await quarantinedEntry(fixture.ledger, 999)).toBeUndefined();
});

test("a row that is corrected at the source is taken by the next run", async () => {
  const { run, server } = await fixture.pipeline({ rows: [badScore("BAD-1", 7)], catalogue: [] });
  await run();
  expect(await takenParts()).toEqual([]);
  const mended = await fixture.pipeline({ rows: [automatedRow("BAD-1", 0.7)], server });
  await mended.run();
  expect(await takenParts()).toEqual(["BAD-1"]);
});

test("a released row is judged anew: still bad, it comes back, and both stays are on record", async () => {
  const { run } = await fixture.pipeline({ rows: [badScore("BAD-1", 7)], catalogue: [] });
  const first = await run();
  const [entry] = (await list()).rows;
  const id = entry?.id ?? 0;
  expect(await releaseQuarantined(fixture.ledger, { ids: [id] }, "the scale was wrong")).toEqual([id]);
  expect(await releaseQuarantined(fixture.ledger, { ids: [id] }, "again")).toEqual([]);
  expect((await list()).total).toBe(0);

  const second = await run();
  expect((await list()).rows.map((row) => row.batchId)).toEqual([second.batches[0]?.batchId]);
  const released = await list({ state: "released" });
  expect(released.rows).toMatchObject([{ id, release: { reason: "the scale was wrong" } }]);
  for (const { batchId } of [...first.batches, ...second.batches]) {
    const report = await batchReport(fixture.ledger, batchId);
    expect(report).toMatchObject({ quarantined: 1, conservation: { isHeld: true } });
  }
});

test("releasing every row that matches leaves the others, and an event tells of each", async () => {
  const rows = [badScore("HIGH-1", 3), badScore("HIGH-2", 4), { ...automatedRow("LIST-1"), specs: "10k" }];
  const { run } = await fixture.pipeline({ rows, catalogue: [] });
  const { batches } = await run();
  const matching = { ...quarantined, reason: "declared scale" };
  const ids = await releaseQuarantined(fixture.ledger, { matching }, "scale corrected");
  expect(ids).toHaveLength(2);
  expect(await numbersOf(await list())).toEqual(["LIST-1"]);
  const events = await fixture.ledger
    .selectFrom("events")
    .select(["subject_id", "batch_id", "from_status", "to_status", "data"])
    .where("kind", "=", "quarantine")
    .orderBy("id")
    .execute();
  expect(events.map((event) => event.subject_id).toSorted()).toEqual(ids.map(String).toSorted());
  expect(events[0]).toMatchObject({
    batch_id: batches[0]?.batchId,
    from_status: "quarantined",
    to_status: "released",
    data: { reason: "scale corrected" },
  });
});

test("a source whose scores do not fit the declared scale fails, or says so in its batch where they may", async () => {
  const scored = (...scores: number[]) => scores.map((score, index) => badScore(`P-${index}`, score));
  const remedy = /set WORKFLOW_SCORE_SCALE to 1 if/;
  const small = await fixture.pipeline({ rows: scored(0.91, 0.84, 0.2), scoreScale: 100 });
  await expect(small.run({ priorityThreshold: 0 })).rejects.toMatchObject({ exitCode: exitCodes.source });
  expect(await batchReport(fixture.ledger, null)).toMatchObject({
    status: "failed",
    reason: expect.stringMatching(remedy) as unknown,
  });
  const lone = await fixture.pipeline({ rows: scored(1), scoreScale: 100 });
  const [unsure] = (await lone.run()).batches;
  expect(unsure).toMatchObject({ status: "completed" });
  expect((await batchReport(fixture.ledger, unsure?.batchId ?? null)).reason).toMatch(remedy);
  const few = await fixture.pipeline({ rows: scored(92, 57) });
  const [doubted] = (await few.run()).batches;
  expect((await batchReport(fixture.ledger, doubted?.batchId ?? null)).reason).toMatch(
    /^2 of 2 priority scores lie above 1 .*set WORKFLOW_SCORE_SCALE to 100/,
  );
  const fit = await fixture.pipeline({ rows: scored(1.5, 1, 0.9), scoreScale: 100 });
  expect((await fit.run({ priorityThreshold: 0.015 })).takenParts).toBe(1);
});

test("all scores are looked at only where the first rows hold none above 1", async () => {
  const asked = async (...scores: number[]) => {
    let times = 0;
    const rows = scores.map((score, index) => badScore(`P-${index}`, score));
    const { asProcess } = await fixture.pipeline({ rows, scoreScale: 100 });
    await asProcess(async (deps) => {
      const source = await deps.openSource();
      const scoresCounted = () => source.scores().finally(() => (times += 1));
      const openSource = () => Promise.resolve({ ...source, scores: scoresCounted });
      await dryRun({ ...deps, openSource }, RunRequest.parse({ priorityThreshold: 0 }));
    });
    return times;
  };
  expect(await asked(1.5, 0.9, 0.8)).toBe(0);
  expect(await asked(1)).toBe(1);
});
