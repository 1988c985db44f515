import { sql } from "kysely";
import picocolors from "picocolors";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderReport } from "../../src/cli/render-report.ts";
import type { BatchId } from "../../src/domain/batch.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { failedBatch, replay } from "../support/failed-batch.ts";
import { reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

const colors = picocolors.createColors(false);
let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const openedAt = "2026-06-01T06:00:00Z";
type Seconds = readonly [began: number, ended: number];

/** Gives the lookups of a batch their times, in seconds after its opening. */
async function setTimes(batchId: BatchId, settled: number, lookups: Readonly<Record<string, Seconds>>) {
  const at = (seconds: number) => sql`${openedAt}::timestamptz + ${seconds} * interval '1 second'`;
  await sql`update batches set opened_at = ${at(0)}, extracted_at = ${at(1)}, decided_at = ${at(2)},
    settled_at = ${at(settled)} where id = ${batchId}`.execute(fixture.ledger);
  for (const [mpn, [began, ended]] of Object.entries(lookups)) {
    await sql`update automation_tasks set processing_at = ${at(began)},
      completed_at = case status when 'completed' then ${at(ended)} end,
      failed_at = case status when 'failed' then ${at(ended)} end
      where batch_id = ${batchId} and part_key like ${`%|${mpn}`}`.execute(fixture.ledger);
  }
}

async function metricsOf(batchId: BatchId) {
  return (await batchReport(fixture.ledger, batchId)).metrics;
}

describe("how long a batch took", () => {
  test("without pauses is from the first start of a lookup to the last end", async () => {
    const { batchId } = await failedBatch(fixture);
    await setTimes(batchId, 8, {
      "GOOD-1": [2, 4],
      "BROKEN-1": [3, 5],
      "MISSING-1": [3, 3.5],
      "BROKEN-2": [5, 6],
      "GOOD-2": [5.5, 7],
    });
    expect(await metricsOf(batchId)).toMatchObject({
      totalSeconds: 8,
      extractSeconds: 1,
      decideSeconds: 1,
      scrapeSeconds: 5,
      partsPerSecond: 1,
      partSecondsP50: 1.5,
      calls: 5,
    });
  });

  test("leaves out of the scrape what lies between an interruption and the resumption", async () => {
    const { batchId } = await failedBatch(fixture);
    await setTimes(batchId, 331, {
      "GOOD-1": [2, 3],
      "BROKEN-1": [2, 4],
      "MISSING-1": [328, 329],
      "BROKEN-2": [328.5, 330],
      "GOOD-2": [329, 330.5],
    });
    const report = await batchReport(fixture.ledger, batchId);
    expect(report.metrics).toMatchObject({ totalSeconds: 331, scrapeSeconds: 4.5 });
    expect(report.metrics.partsPerSecond).toBeCloseTo(5 / 4.5);
    expect(renderReport(report, { colors, emoji: true, columns: Infinity })).toContain(
      "5m 31s from opening to settling · extract 1s · decide 1s · scrape 5s at 1.1/s · per part",
    );
  });

  test("counts a lookup that ended before it began, by a clock that was set back, as none", async () => {
    const { batchId } = await failedBatch(fixture);
    const backwards: Seconds = [4, 3];
    await setTimes(batchId, 8, {
      "GOOD-1": backwards,
      "BROKEN-1": backwards,
      "MISSING-1": backwards,
      "BROKEN-2": backwards,
      "GOOD-2": backwards,
    });
    expect(await metricsOf(batchId)).toMatchObject({ scrapeSeconds: 0, partsPerSecond: null });
  });

  test("counts no lookup that was given up: it ended when somebody noticed", async () => {
    const { batchId } = await failedBatch(fixture);
    await setTimes(batchId, 8, {
      "GOOD-1": [2, 3],
      "BROKEN-1": [2, 3_600],
      "MISSING-1": [3, 4],
      "BROKEN-2": [3, 4],
      "GOOD-2": [3, 4],
    });
    await sql`update automation_tasks set error_class = 'abandoned'
      where part_key like '%|BROKEN-1'`.execute(fixture.ledger);
    expect(await metricsOf(batchId)).toMatchObject({
      scrapeSeconds: 2,
      partsPerSecond: 2,
      partSecondsP95: 1,
      calls: 5,
    });
  });

  test("leaves out of the scrape what lies before a replay", async () => {
    const { pipeline, batchId } = await failedBatch(fixture);
    await setTimes(batchId, 8, {
      "GOOD-1": [2, 3],
      "BROKEN-1": [2, 1_000],
      "MISSING-1": [3, 4],
      "BROKEN-2": [3, 4],
      "GOOD-2": [3, 4],
    });
    await replay(pipeline, batchId, { part: "BROKEN-1" });
    const { totalSeconds, scrapeSeconds, partsPerSecond } = await metricsOf(batchId);
    expect(scrapeSeconds).toBeGreaterThan(2);
    expect(scrapeSeconds).toBeLessThan(60);
    expect(totalSeconds).toBeGreaterThan(60);
    expect(partsPerSecond).toBeCloseTo(5 / (scrapeSeconds ?? 0));
  });
});

test("a batch that looks nothing up has no time and no throughput to tell", async () => {
  const { run } = await fixture.pipeline({ rows: [reviewedRow("RICH-1")] });
  const [batch] = (await run()).batches;
  if (batch === undefined) throw new Error("no batch");
  expect(await metricsOf(batch.batchId)).toMatchObject({
    scrapeSeconds: null,
    partsPerSecond: null,
    partSecondsP50: null,
    calls: 0,
  });
});
