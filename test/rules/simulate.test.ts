import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import { FactsRecord } from "../../src/rules/facts-record.ts";
import { simulateRuleset, type SimulationRequest } from "../../src/rules/simulate/simulate-ruleset.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";
import { automatedRow, partsOf, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { seedRulesFolder } from "../support/seed-rules.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
  await decideTenParts();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const document = (name: string): unknown => JSON.parse(readFileSync(join(seedRulesFolder, name), "utf8"));

const completenessText = () => readFileSync(join(seedRulesFolder, "completeness.json"), "utf8");

/** The rules that decided, with thresholds or weights replaced. */
function rulesetWith(changes: {
  readonly params?: Readonly<Record<string, number>>;
  readonly combinedScore?: Readonly<Record<string, number>>;
}): Ruleset {
  const scoring = Object.assign(
    {},
    document("scoring.json"),
    changes.combinedScore && { combinedScore: changes.combinedScore },
  );
  return rulesetFromStored({
    routing: document("routing.json"),
    scoring,
    completeness: document("completeness.json"),
    overrides: changes.params ?? {},
  });
}

function simulate(ruleset: Ruleset, request: Partial<SimulationRequest> = {}) {
  return simulateRuleset(fixture.ledger, {
    ruleset,
    decider: createDecider(ruleset),
    since: new Date(0),
    minutesPerReview: 6,
    doFailuresBecomeReviews: true,
    decisionsPerStatement: 1_000,
    ...request,
  });
}

/** Six half complete parts, of which one is not found and one fails, and four complete ones for people. */
async function decideTenParts(): Promise<void> {
  const automated = rankedRows(6, automatedRow);
  const reviewed = ["R-1", "R-2", "R-3", "R-4"].map((pn) => reviewedRow(pn, 0.6));
  const { run } = await fixture.pipeline({
    rows: [...automated, ...reviewed],
    catalogue: partsOf(automated.slice(1)),
    faults: { script: { "P-002": ["server500"] } },
    config: { maxBatchSize: 3, automationRetryAttempts: 1 },
  });
  await run();
}

async function callsMade(): Promise<number> {
  const { calls } = await fixture.ledger
    .selectFrom("automation_tasks")
    .select(sql<number>`sum(calls)::int`.as("calls"))
    .executeTakeFirstOrThrow();
  return calls;
}

/** Stored decisions as they were before the test, put back after it. */
async function keepDecisions(): Promise<void> {
  const { ledger } = fixture;
  const before = await sql<{ rows: string }>`
    select jsonb_agg(to_jsonb(p))::text as rows from batch_parts p`.execute(ledger);
  onTestFinished(async () => {
    await sql`
      update batch_parts p set facts = b.facts, route = b.route, is_explored = b.is_explored,
        propensity = b.propensity
      from jsonb_populate_recordset(null::batch_parts, ${before.rows[0]?.rows}::jsonb) b
      where b.part_key = p.part_key`.execute(ledger);
  });
}

describe("a simulation of the rules that decided", () => {
  test("changes nothing and costs nothing", async () => {
    const simulation = await simulate(rulesetWith({}));

    expect(simulation).toMatchObject({ decisions: 10, leftOut: 0, flips: [], ruleChanges: [], notes: [] });
    expect(simulation.before).toMatchObject({ automation: 6, manual: 4 });
    expect(simulation.after).toEqual(simulation.before);
    expect(simulation.cost).toMatchObject({ calls: 0, reviews: 0, reviewHours: 0 });
  });
});

describe("a threshold that sends parts to automation", () => {
  test("is told with rules, parts, calls more and reviews less", async () => {
    const simulation = await simulate(rulesetWith({ params: { completeFrom: 0.9 } }));

    expect(simulation.flips).toMatchObject([
      {
        from: { ruleId: "complex-data", route: "manual" },
        to: { ruleId: "mid-good", route: "automation" },
        decisions: 4,
        // The first and the last of each group are known by name.
        samples: [{ mpn: "R-1" }, { mpn: "R-4" }],
      },
    ]);
    expect(simulation.after).toMatchObject({ automation: 10, manual: 0 });
    // Two lookups of six failed: a third of the four comes back as reviews.
    expect(simulation.cost.failureRate).toBeCloseTo(1 / 3);
    expect(simulation.cost).toMatchObject({ reviews: -3, reviewHours: -0.3 });
    const calls = await callsMade();
    expect(simulation.cost.callsPerLookup).toBeCloseTo(calls / 6);
    expect(simulation.cost.calls).toBe(Math.round((4 * calls) / 6));
  });
});

describe("a threshold that sends parts to people", () => {
  test("is measured by what became of them", async () => {
    const simulation = await simulate(rulesetWith({ params: { completeFrom: 0.5 } }));

    expect(simulation.flips).toMatchObject([
      {
        decisions: 6,
        calls: await callsMade(),
        outcomes: { completed: 4, faulted: 1, failedOtherwise: 1, reviewed: 0, unresolved: 0 },
      },
    ]);
    expect(simulation.evidence).toEqual({ speaksFor: 1, speaksAgainst: 4 });
    expect(simulation.cost).toMatchObject({ calls: -(await callsMade()), reviews: 4 });
  });

  test("makes a review of every one where failed lookups made none", async () => {
    const ruleset = rulesetWith({ params: { completeFrom: 0.5 } });
    const simulation = await simulate(ruleset, { doFailuresBecomeReviews: false });

    expect(simulation.cost.reviews).toBe(6);
  });
});

describe("what is replayed", () => {
  test("is the same however it is cut into statements", async () => {
    const ruleset = rulesetWith({ params: { completeFrom: 0.5, combinedThreshold: 0.9 } });

    const whole = await simulate(ruleset);

    for (const decisionsPerStatement of [1, 4, 7]) {
      expect(await simulate(ruleset, { decisionsPerStatement })).toEqual(whole);
    }
  });

  test("are the decisions since a moment, and none is said to be none", async () => {
    await expect(simulate(rulesetWith({}), { since: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
      exitCode: 7,
      message: expect.stringContaining("No decision has been stored since") as unknown,
    });
  });

  test("are also those that were made anew in a batch decided before", async () => {
    const { ledger } = fixture;
    const since = new Date(Date.now() - 86_400_000);
    const shift = (interval: string) =>
      sql`
      with moved as (update batches set decided_at = decided_at + ${interval}::interval where kind = 'run')
      update batch_parts set decided_at = decided_at + ${interval}::interval where mpn <> 'R-1'`.execute(
        ledger,
      );
    await shift("-2 days");
    onTestFinished(async () => {
      await shift("2 days");
    });

    expect(await simulate(rulesetWith({}), { since })).toMatchObject({ decisions: 1 });
  });

  test("leaves out decisions whose facts lack one of today's", async () => {
    await keepDecisions();
    await sql`update batch_parts set facts = facts - 'completeness' where mpn = 'R-1'`.execute(
      fixture.ledger,
    );

    expect(await simulate(rulesetWith({}))).toMatchObject({ decisions: 9, leftOut: 1, flips: [] });
  });

  test("makes the combined score anew where its weights are others, and says so", async () => {
    const onlyPriority = { priorityWeight: 1, reliabilityWeight: 0, completenessWeight: 0 };

    const simulation = await simulate(
      rulesetWith({ combinedScore: onlyPriority, params: { automationPriorityThreshold: 1 } }),
    );

    const scores = await sql<{ score: number }>`
      select (facts->'priorityScore')::float8 as score from batch_parts where route = 'automation'`.execute(
      fixture.ledger,
    );
    expect(simulation.after.highLane).toBe(scores.rows.filter(({ score }) => score >= 0.7).length);
    expect(simulation.after.highLane).not.toBe(simulation.before.highLane);
    expect(simulation.notes).toEqual(["The combined score was made anew by the weights of scoring.json."]);
  });

  test.each([
    ["an untouched file of weights", "part number"],
    ["other words beside the same weights", "number"],
  ])("keeps silent of completeness where thresholds are others beside %s", async (_case, name) => {
    const text = readFileSync(join(seedRulesFolder, "routing.json"), "utf8");
    const file = rulesFolderWith({
      "routing.json": text.replace('"lowPriorityBelow": 0.2', '"lowPriorityBelow": 0.1'),
      "completeness.json": completenessText().replace('"part number"', `"${name}"`),
    });
    const ruleset = loadRuleset(file);

    expect(ruleset.hash).not.toBe(rulesetWith({}).hash);
    expect((await simulate(ruleset)).notes).toEqual([]);
  });

  test("says that completeness is as it was where a file has other weights", async () => {
    const file = rulesFolderWith({
      "completeness.json": completenessText()
        .replace('"weight": 30', '"weight": 31')
        .replace('"weight": 20', '"weight": 19'),
    });

    expect((await simulate(loadRuleset(file))).notes).toEqual([
      "Completeness is as it was stored: other weights in completeness.json show in new decisions only.",
    ]);
  });

  test("agrees with the engine on every single decision, on the thresholds too", async () => {
    // Ten parts are spread over the edges of every threshold.
    await keepDecisions();
    await sql`
      update batch_parts p set facts = p.facts || jsonb_build_object(
        'completeness', (array[0.4999, 0.5, 0.5001, 0.7999, 0.8])[n % 5 + 1],
        'priorityScore', (array[0.1999, 0.2, 0.2999, 0.3, 0.8])[n / 2 + 1],
        'manufacturerReliability', (array[0.3999, 0.4])[n % 2 + 1])
      from (select part_key, (row_number() over (order by part_key) - 1)::int as n from batch_parts) numbered
      where numbered.part_key = p.part_key`.execute(fixture.ledger);
    const ruleset = rulesetWith({ params: { lowPriorityBelow: 0.3, completeFrom: 0.7 } });
    const decider = createDecider(ruleset);
    const stored = await fixture.ledger
      .selectFrom("batch_parts")
      .select(["facts", "route", "rule_id"])
      .execute();
    const replayed = await Promise.all(
      stored.map(async ({ facts, route, rule_id }) => {
        const now = await decider.decide(FactsRecord.parse(facts));
        return `${rule_id ?? ""} ${route ?? ""} -> ${now.ruleId} ${now.route}`;
      }),
    );

    const { flips, ruleChanges } = await simulate(ruleset);

    const told = [...flips, ...ruleChanges].flatMap(({ from, to, decisions }) =>
      Array.from({ length: decisions }, () => `${from.ruleId} ${from.route} -> ${to.ruleId} ${to.route}`),
    );
    const changed = replayed.filter((line) => new Set(line.split(" -> ")).size === 2);
    expect(told.toSorted()).toEqual(changed.toSorted());
    expect(told.length).toBeGreaterThan(5);
  });

  test("counts what the rules said where chance had a part looked up all the same", async () => {
    await keepDecisions();
    await sql`update batch_parts set route = 'automation', is_explored = true, propensity = 0.1
      where mpn = 'R-1'`.execute(fixture.ledger);

    expect(await simulate(rulesetWith({}))).toMatchObject({
      flips: [],
      before: { automation: 6, manual: 4 },
    });
  });
});
