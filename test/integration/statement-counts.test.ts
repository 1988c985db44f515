import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunRequest } from "../../src/domain/run-request.ts";
import { localStages } from "../../src/local/local-stages.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import { automatedRow, type PartRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** Parts for both routes, with a row for quarantine in every hundred. */
function mixedRows(count: number): PartRow[] {
  let index = 0;
  return rankedRows(count, (pn, score) => {
    index += 1;
    if (index % 100 === 0) return { ...automatedRow(pn, score), pn: "" };
    return index % 2 === 0 ? automatedRow(pn, score) : reviewedRow(pn, score);
  });
}

/** Statements with which a batch that takes all of so many rows is extracted and decided. */
async function statementsFor(count: number) {
  await fixture.reset();
  const rows = mixedRows(count);
  const config = { maxBatchSize: count, maxDailyTasks: count };
  const { asProcess } = await fixture.pipeline({ rows, catalogue: [], config });
  return asProcess(async (deps) => {
    const stages = localStages(deps);
    const start = startRun(RunRequest.parse({ limit: rows.length }), {
      runId: "5f6e3b1c-7a60-4a86-9d0c-0e8f3f1f7d11",
      now: deps.now(),
      scheduledAt: null,
      ...deps.settings,
      ...deps.config,
    });
    const opening = await stages.openBatch(start);
    if (opening.kind !== "opened") throw new Error("no batch was opened");
    const opened = fixture.statements();
    const { taken } = await stages.extractParts(opening.batchId);
    const extracted = fixture.statements();
    await stages.decideParts(opening.batchId);
    const decided = fixture.statements();
    const expected = {
      parts: await plannedRows("batch_parts"),
      tasks: await plannedRows("automation_tasks"),
    };
    return { taken, extract: extracted - opened, decide: decided - extracted, expected };
  });
}

/** How many rows the planner takes a table for; -1 when it was never told. */
async function plannedRows(table: "batch_parts" | "automation_tasks"): Promise<number | undefined> {
  const { rows } = await sql<{ rows: number }>`
    select reltuples::int as rows from pg_class where oid = ${table}::regclass`.execute(fixture.ledger);
  return rows[0]?.rows;
}

test("each 1,000 rows take two statements to extract and two to decide, and the planner knows of them", async () => {
  const twoChunks = await statementsFor(1_050);
  const threeChunks = await statementsFor(2_050);

  expect([twoChunks.taken, threeChunks.taken]).toEqual([1_040, 2_030]);
  expect(threeChunks.extract - twoChunks.extract).toBe(2);
  expect(threeChunks.decide - twoChunks.decide).toBe(2);
  // The embedded database counts by itself never, a server minutes later.
  expect(twoChunks.expected).toEqual({ parts: 1_040, tasks: 515 });
});
