import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkConservation } from "../../src/domain/conservation.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { automatedRow, partsOf, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const count = 48;
// Every fourth part is for a person, and the provider does not know every sixth of the rest.
const rows = rankedRows(count, (pn, score) =>
  Number(pn.slice(2)) % 4 === 0 ? reviewedRow(pn, score) : automatedRow(pn, score),
);
const catalogue = partsOf(rows).filter((part) => Number(part.mpn.slice(2)) % 6 !== 1);

async function expectNothingTwice(): Promise<void> {
  const parts = await fixture.ledger.selectFrom("batch_parts").select("mpn").orderBy("mpn").execute();
  expect(parts.map((part) => part.mpn)).toEqual(
    Array.from({ length: count }, (_, index) => rankedMpn(index)),
  );
  const batches = await fixture.ledger
    .selectFrom("batches")
    .select(["id", "status", "stage"])
    .where("kind", "=", "run")
    .execute();
  for (const { id, stage } of batches) {
    expect(stage).toBe("settled");
    const tally = await batchTally(fixture.ledger, id);
    if (tally === undefined) throw new Error("no tally");
    expect(checkConservation(tally).violations).toEqual([]);
  }
  const tasks = await fixture.ledger.selectFrom("manual_tasks").select("mpn").execute();
  expect(new Set(tasks.map((task) => task.mpn)).size).toBe(tasks.length);
}

test.each([
  ["half of the source each", count / 2, 100],
  ["the whole source each", count, 7],
])("two runs that want %s take every part once and call for it once", async (_, limit, maxBatchSize) => {
  const options = { rows, catalogue, config: { maxBatchSize } };
  const first = await fixture.pipeline(options);
  const second = await fixture.pipeline({ ...options, server: first.server });
  const outcomes = await Promise.all([first.run({ limit }), second.run({ limit })]);
  expect(outcomes.map((outcome) => outcome.takenParts).reduce((sum, taken) => sum + taken, 0)).toBe(count);
  expect(outcomes.flatMap((outcome) => outcome.resumed)).toEqual([]);
  await expectNothingTwice();
  const { callsByNumber } = first.server.stats();
  expect(Object.keys(callsByNumber)).toHaveLength((count * 3) / 4);
  expect(new Set(Object.values(callsByNumber))).toEqual(new Set([1]));
});

test("a run leaves a batch alone that another run has in work", async () => {
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  let arrive: () => void = () => undefined;
  const hasArrived = new Promise<void>((resolve) => (arrive = resolve));
  const first = await fixture.pipeline({
    rows,
    catalogue,
    config: { automationMaxConcurrent: 2 },
    fetch: async (...request) => {
      arrive();
      await isReleased;
      return fetch(...request);
    },
  });
  const firstRun = first.run({ limit: 10 });
  await hasArrived;
  const second = await fixture.pipeline({ rows, catalogue, server: first.server });
  const late = await second.run({ limit: 10, forceManual: true }).finally(release);
  const early = await firstRun;
  expect(late).toMatchObject({ resumed: [], takenParts: 10, batches: [{ status: "completed" }] });
  expect(early).toMatchObject({ takenParts: 10, batches: [{ status: "completed_with_failures" }] });
});
