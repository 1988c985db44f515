import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dryRun } from "../../src/app/dry-run.ts";
import { businessDay } from "../../src/domain/business-day.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { recordQuota } from "../../src/store/quota-windows.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type Pipeline, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

function preview(pipeline: Pipeline, request: Parameters<Pipeline["run"]>[0] = {}) {
  return pipeline.asProcess((deps) => dryRun(deps, RunRequest.parse(request)));
}

/** Every row of every table, as one text. */
async function everything(): Promise<unknown> {
  const { rows } = await sql<{ name: string; content: string }>`
    select table_name as name,
      query_to_xml(format('select * from %I order by 1, 2', table_name), false, false, '')::text as content
    from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
    order by table_name`.execute(fixture.ledger);
  return rows;
}

async function decided(): Promise<unknown[]> {
  const { rows } = await sql<{ mpn: string; route: string; rule: string }>`
    select mpn, route, rule_id as rule from batch_parts
    where extracted_at > now() - interval '1 day' order by batch_id, ordinal`.execute(fixture.ledger);
  return rows;
}

let mixed = 0;
const mixedRow = (pn: string, score: number) => (mixed++ % 3 === 0 ? reviewedRow : automatedRow)(pn, score);

test("it shows what the run then takes, and writes nothing", async () => {
  const bad = { ...automatedRow("BAD-1"), priority_score: { score: 7 } };
  const rows = [...rankedRows(40, mixedRow), bad, automatedRow("P-001", 0.6)];
  const pipeline = await fixture.pipeline({ rows, config: { maxDailyTasks: 25 } });
  await pipeline.run({ limit: 10 });
  const before = await everything();
  const first = await decided();
  const shown = await preview(pipeline, { limit: 30 });
  expect(await everything()).toEqual(before);
  expect(shown).toMatchObject({
    floor: 0.5,
    businessDay: businessDay(new Date(), "UTC"),
    budget: { limit: 25, reserved: 10, left: 15 },
    isExhausted: false,
    estimate: null,
    quota: null,
    skipped: { quarantined_before: 1 },
  });
  expect(shown.cutoffPriority).toBe(shown.parts.at(-1)?.priorityScore);

  const calls = pipeline.server.stats().calls;
  expect(await pipeline.run({ limit: 30 })).toMatchObject({ takenParts: 15, endedEarly: "budget_used_up" });
  const taken = (await decided()).slice(first.length);
  expect(
    shown.parts.map(({ mpn, decision }) => ({ mpn, route: decision.route, rule: decision.ruleId })),
  ).toEqual(taken);
  expect(shown.providerCalls).toBe(pipeline.server.stats().calls - calls);
  expect((await preview(pipeline, { limit: 30 })).parts).toEqual([]);
});

test("it tells that nothing more is due, down to which score it looked, and the quota that is known", async () => {
  const pipeline = await fixture.pipeline({ rows: rankedRows(6, reviewedRow) });
  await recordQuota(fixture.ledger, "digikey", { dailyLimit: 1000, dailyRemaining: 321 });
  const shown = await preview(pipeline, { priorityThreshold: 0.7 });
  expect(shown).toMatchObject({
    floor: 0.7,
    cutoffPriority: 0.765,
    isExhausted: true,
    providerCalls: 0,
    quota: { limit: 1000, remaining: 321, closedUntil: null },
  });
  await pipeline.run();
  expect(await preview(pipeline)).toMatchObject({
    parts: [],
    cutoffPriority: null,
    isExhausted: true,
    skipped: { pending_review: 6 },
  });
});
