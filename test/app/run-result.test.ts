import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runResult } from "../../src/app/run-result.ts";
import { rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** Sees how many queries are under way at once. */
function concurrencyMeter() {
  const underWay = new Set<unknown>();
  let most = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      underWay.add(queryId);
      most = Math.max(most, underWay.size);
      return node;
    },
    transformResult({ result, queryId }) {
      underWay.delete(queryId);
      return Promise.resolve(result);
    },
  };
  return { plugin, most: () => most };
}

test("a run of many batches is reported with no more queries at once than a run of one", async () => {
  const { run } = await fixture.pipeline({ rows: rankedRows(4, reviewedRow), config: { maxBatchSize: 1 } });
  const outcome = await run({ limit: 4 });
  const meterOf = async (batches: typeof outcome.batches) => {
    const meter = concurrencyMeter();
    const result = await runResult(fixture.ledger.withPlugin(meter.plugin), { ...outcome, batches });
    return { most: meter.most(), ids: result.batches.map(({ batchId }) => batchId) };
  };

  const one = await meterOf(outcome.batches.slice(0, 1));
  const four = await meterOf(outcome.batches);

  expect(four.ids).toEqual(outcome.batches.map(({ batchId }) => batchId));
  expect(four.ids).toHaveLength(4);
  expect(four.most).toBe(one.most);
});
