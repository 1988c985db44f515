import { readFileSync } from "node:fs";
import { sql } from "kysely";
import picocolors from "picocolors";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { promotedRuleset } from "../../src/decide/promoted-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import { BatchId } from "../../src/domain/batch.ts";
import { checkConservation } from "../../src/domain/conservation.ts";
import { batchReport } from "../../src/report/batch-report.ts";
import { renderScorecard } from "../../src/cli/render-scorecard.ts";
import { scorecard } from "../../src/rules/learning/scorecard.ts";
import { wilsonInterval } from "../../src/rules/learning/wilson-interval.ts";
import { batchRecord, storedRuleset } from "../../src/store/batch-record.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { automate, draft, routingPath, rulesFolderWith } from "../decide/rules-folder.ts";
import { automatedRow, partsOf, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { decisionSamples } from "../../src/store/decision-samples.ts";
import type { Ledger } from "../../src/store/ledger.ts";
import { daysFromNow, openRunFixture, type RunFixture } from "../support/run-fixture.ts";

// What is kept of decisions and their outcomes, and what the scorecard makes of it.

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const longAgo = new Date(0);

async function decisions() {
  return fixture.ledger.selectFrom("batch_parts").selectAll().orderBy("ordinal").execute();
}

async function isConserved(batchId: BatchId | undefined): Promise<boolean> {
  const tally = batchId === undefined ? undefined : await batchTally(fixture.ledger, batchId);
  return tally !== undefined && checkConservation(tally).isHeld;
}

async function ruleScores(ledger = fixture.ledger) {
  const { rulesets } = await scorecard(ledger, longAgo);
  return rulesets.flatMap((ruleset) => ruleset.rules);
}

/** The scores after a change that is taken back. */
async function scoresAfter(change: (trx: Ledger) => Promise<void>) {
  const trx = await fixture.ledger.startTransaction().execute();
  try {
    await change(trx);
    return await ruleScores(trx);
  } finally {
    await trx.rollback().execute();
  }
}

describe("exploration", () => {
  beforeEach(() => fixture.reset());

  test("automates some parts against the rules, and the sums hold", async () => {
    const rows = rankedRows(60, reviewedRow);
    const { run, server } = await fixture.pipeline({ rows, explorationRate: 0.2 });
    const { batches } = await run({ limit: 60 });
    const explored = (await decisions()).filter((part) => part.is_explored);

    expect(explored.length).toBeGreaterThan(0);
    expect(explored.length).toBeLessThan(60);
    expect(explored.every((part) => part.route === "automation" && part.propensity === 0.2)).toBe(true);
    expect(explored.map((part) => part.rule_id)).toEqual(explored.map(() => "complex-data"));
    expect(Object.keys(server.stats().callsByNumber).sort()).toEqual(explored.map((part) => part.mpn).sort());
    expect(await isConserved(batches[0]?.batchId)).toBe(true);
    const [score] = await ruleScores();
    expect(score).toMatchObject({
      ruleId: "complex-data",
      decided: 60,
      automated: explored.length,
      explored: explored.length,
      succeeded: explored.length,
    });
    const samples = await decisionSamples(fixture.ledger, longAgo, 50);
    expect(samples).toHaveLength(50);
    for (const { route, propensity, isSuccess, facts } of samples) {
      expect([propensity, isSuccess]).toEqual(route === "manual" ? [0.8, null] : [0.2, true]);
      expect(facts.forcedRoute).toBe("none");
    }
  });

  test("leaves forced parts alone", async () => {
    const { run } = await fixture.pipeline({ rows: rankedRows(40, reviewedRow), explorationRate: 0.2 });
    await run({ limit: 40, forceManual: true });
    expect((await decisions()).every((part) => part.route === "manual" && part.propensity === 1)).toBe(true);
    expect(await ruleScores()).toEqual([]);
  });

  test("leaves parts alone that have failed as often as the rules file allows", async () => {
    const rows = rankedRows(20, reviewedRow);
    const config = { automationFailureToManual: false };
    const first = await fixture.pipeline({ rows, catalogue: [], config });
    await first.run({ forceAutomation: true });
    const routing = readFileSync(routingPath, "utf8").replace('Failures": 3', 'Failures": 1');
    const ruleset = loadRuleset(rulesFolderWith({ "routing.json": routing }));
    const next = { rows, config, ruleset, explorationRate: 0.2, now: daysFromNow(1) };
    const { batches } = await (await fixture.pipeline({ ...next, server: first.server })).run();
    const decided = await fixture.ledger
      .selectFrom("batch_parts")
      .select(["rule_id", "propensity"])
      .where("batch_id", "=", batches[0]?.batchId ?? BatchId.parse("batch_0"))
      .execute();
    expect(decided).toHaveLength(20);
    expect(new Set(decided.map((part) => part.rule_id))).toEqual(new Set(["recent-failures"]));
    expect(decided.filter((part) => Number(part.propensity) !== 1)).toEqual([]);
  });

  test("is pinned with the batch, so that it goes on as it began", async () => {
    const { run } = await fixture.pipeline({ rows: [reviewedRow("RICH-1")], explorationRate: 0.125 });
    const { batches } = await run();
    const [batch] = batches;
    if (batch === undefined) throw new Error("no batch");
    expect((await batchRecord(fixture.ledger, batch.batchId)).exploration).toEqual({ rate: 0.125, seed: 1 });
  });
});

describe("rules in shadow", () => {
  beforeEach(() => fixture.reset());

  const all = (score: number) => ({
    all: [{ fact: "priorityScore", operator: "greaterThanInclusive", value: score }],
  });
  const people = (id: string, score: number) => ({
    id,
    when: all(score),
    then: { route: "manual", manualPriority: "low", reason: "Because" },
  });
  const live = [people("urgent", 0.8), automate("rest", all(0))];

  test("decide beside the live ones, are recorded and counted, and change nothing", async () => {
    const path = rulesFolderWith({
      "routing.json": draft({
        rules: [{ ...automate("rescue", all(0.9)), mode: "shadow" }, ...live],
      }),
      "candidate.json": draft({ name: "candidate", rules: [people("all", 0)] }),
    });
    const ruleset = loadRuleset(path, { shadow: "candidate.json" });
    const rows = [0.95, 0.85, 0.7, 0.6].map((score) => automatedRow(`P-${score * 100}`, score));
    const { batches } = await (await fixture.pipeline({ rows, ruleset })).run();
    const report = await batchReport(fixture.ledger, batches[0]?.batchId ?? null);

    expect(report.automation.total).toBe(2);
    expect(report.shadow).toMatchObject([
      { kind: "rules", name: "draft", parts: 4, toAutomation: 1, toManual: 0 },
      { kind: "ruleset", name: "candidate", parts: 4, toAutomation: 0, toManual: 2 },
    ]);
    const recorded = await sql`
      select s.kind, p.mpn, s.rule_id, s.route, s.ruleset_hash <> p.ruleset_hash as "isOther"
      from shadow_decisions s join batch_parts p using (batch_id, part_key)
      order by s.kind, p.ordinal`.execute(fixture.ledger);
    const [rescued, ...same] = ["P-95", "P-85", "P-70", "P-60"];
    expect(recorded.rows).toEqual([
      { kind: "rules", mpn: rescued, rule_id: "rescue", route: "automation", isOther: true },
      ...same.map((mpn, index) => ({
        kind: "rules",
        mpn,
        rule_id: index === 0 ? "urgent" : "rest",
        route: index === 0 ? "manual" : "automation",
        isOther: true,
      })),
      ...["P-95", "P-85", "P-70", "P-60"].map((mpn) => ({
        kind: "ruleset",
        mpn,
        rule_id: "all",
        route: "manual",
        isOther: true,
      })),
    ]);
    const { rulesets, trials } = await scorecard(fixture.ledger, longAgo);
    expect(rulesets[0]?.rules).toMatchObject([
      { ruleId: "rest", trialled: 4, trialAgreed: 2, trialAgreement: 0.5 },
      { ruleId: "urgent", trialled: 4, trialAgreed: 3, trialAgreement: 0.75 },
    ]);
    expect(trials).toMatchObject([
      { kind: "rules", rules: [{ ruleId: "rescue", parts: 1, agreed: 0, toAutomation: 1 }] },
      { kind: "ruleset", rules: [{ ruleId: "all", parts: 4, agreed: 2, toManual: 2, succeeded: 2 }] },
    ]);
  });

  test("are stored as the ruleset they would make, which decides the same when it is read back", async () => {
    const path = rulesFolderWith({
      "routing.json": draft({ rules: [...live, { ...automate("late", all(0)), mode: "shadow" }] }),
    });
    const ruleset = loadRuleset(path);
    await (await fixture.pipeline({ rows: [automatedRow("P-1")], ruleset })).run();
    const { hash, rules } = promotedRuleset(ruleset);
    const stored = rulesetFromStored(await storedRuleset(fixture.ledger, hash));
    expect(rules.map((rule) => rule.id).slice(-3)).toEqual(["urgent", "rest", "late"]);
    expect(stored.hash).toBe(hash);
    expect(stored.rules).toEqual(rules);
  });
});

describe("the scorecard", () => {
  const good = ["GOOD-1", "GOOD-2", "GOOD-3"].map((pn) => automatedRow(pn));
  const rows = [
    ...good,
    automatedRow("MISSING-1"),
    automatedRow("MISSING-2"),
    automatedRow("BROKEN-1"),
    reviewedRow("RICH-1"),
    reviewedRow("RICH-2"),
  ];
  beforeAll(async () => {
    await fixture.reset();
    const catalogue = partsOf([...good, automatedRow("BROKEN-1")]);
    const faults = {
      script: { "BROKEN-1": ["server500" as const, "server500" as const, "server500" as const] },
    };
    const { run } = await fixture.pipeline({ rows, catalogue, faults });
    await run();
  });

  test("counts only what says something about the part", async () => {
    expect(await ruleScores()).toMatchObject([
      {
        ruleId: "mid-good",
        rulesetName: "routing",
        decided: 6,
        automated: 6,
        explored: 0,
        succeeded: 3,
        failed: 2,
        failedByClass: { not_found: 2, server: 1 },
        open: 0,
        success: { rate: 0.6, evidence: 5, interval: wilsonInterval(3, 5) },
        reviewed: 0,
        minutesPerReview: null,
        // The seed rules have one rule in shadow, which none of these parts meets.
        trialAgreement: 1,
      },
      { ruleId: "complex-data", decided: 2, automated: 0, success: { rate: null, evidence: 0 } },
    ]);
  });

  test("counts a lookup that is done again once, as it ended last", async () => {
    const [score] = await scoresAfter(async (trx) => {
      await sql`update automation_tasks set status = 'processing', failed_at = null, lease_owner = 'test',
      lease_expires_at = now() + interval '1 hour' where error_class = 'not_found'`.execute(trx);
      for (const status of ["data_finished", "supabase_finished"]) {
        await sql`update automation_tasks set status = ${status} where lease_owner = 'test'`.execute(trx);
      }
      await sql`update automation_tasks set status = 'completed', completed_at = now(), error_class = null,
      match_grade = 'exact', lease_owner = null, lease_expires_at = null,
      product_id = (select id from products limit 1) where lease_owner = 'test'`.execute(trx);
    });
    expect(score).toMatchObject({ decided: 6, succeeded: 5, failed: 0, failedByClass: { server: 1 } });
  });

  test("has what people did: how long, with what outcome, and whether they entered a value", async () => {
    const scores = await scoresAfter(async (trx) => {
      await sql`update manual_tasks set status = 'processing', assignee = 'ann', lease_expires_at = now(),
      claimed_at = now() - case mpn when 'RICH-1' then interval '4 minutes' else interval '8 minutes' end
      where kind = 'routed'`.execute(trx);
      await sql`update manual_tasks set status = 'completed', lease_expires_at = null, closed_at = now(),
      closed_by = 'ann', outcome = case mpn when 'RICH-1' then 'accepted' else 'corrected' end
      where kind = 'routed'`.execute(trx);
      await sql`
      with product as (
        insert into products (part_key, mpn, manufacturer_key, manufacturer, provider, provider_product_id, lifecycle,
          source, source_url, fetched_at)
        select part_key, mpn, 'acme', 'Acme', 'digikey', '1', 'active', 'manual', 'https://example.com', now()
        from manual_tasks where mpn = 'RICH-2' returning id, part_key
      )
      insert into product_attributes (product_id, attribute_key, source, name, raw_text, task_id, fetched_at)
      select p.id, 'resistance', 'manual', 'Resistance', '10k', m.id, now()
      from product p join manual_tasks m using (part_key)`.execute(trx);
    });
    const score = scores.find((rule) => rule.ruleId === "complex-data");
    expect(score).toMatchObject({ reviewed: 2, reviewsByOutcome: { accepted: 1, corrected: 1 }, edited: 1 });
    expect(score?.minutesPerReview).toBeCloseTo(6, 1);
  });

  test("does not take a task that the pipeline closed by itself for a review", async () => {
    const scores = await scoresAfter(async (trx) => {
      await sql`update manual_tasks set status = 'completed', outcome = 'superseded', closed_by = 'pipeline',
      closed_at = now()`.execute(trx);
    });
    expect(scores.map((rule) => rule.reviewed)).toEqual([0, 0]);
  });

  test("reads well in 80 columns", async () => {
    const text = renderScorecard(await scorecard(fixture.ledger, longAgo), {
      columns: 80,
      colors: picocolors.createColors(false),
    });
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/mid-good +6 +6 +60 % +23 % to 88 %/);
    expect(text).toContain("mid-good failed: 2 not_found, 1 server");
  });

  test("tells the same rule of two rulesets apart, and leaves out what is older", async () => {
    const config = { automationPriorityThreshold: 0.9 };
    const { run } = await fixture.pipeline({ rows: [automatedRow("NEW-1")], config });
    await run();
    const card = await scorecard(fixture.ledger, longAgo);
    expect(card.rulesets.map(({ rules }) => rules.map(({ ruleId, decided }) => [ruleId, decided]))).toEqual([
      [["mid-good", 1]],
      [
        ["mid-good", 6],
        ["complex-data", 2],
      ],
    ]);
    const later = await scorecard(fixture.ledger, new Date(Date.now() + 3_600_000));
    expect(later.rulesets).toEqual([]);
  });
});
