import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleCells } from "../../src/decide/cells/sample-cells.ts";
import { createDecider } from "../../src/decide/decider.ts";
import { createDecisionTable } from "../../src/decide/decision-table.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import { verdictOf } from "../../src/decide/verdict.ts";
import type { LogFields } from "../../src/domain/logger.ts";
import { anyFacts, anyRuleset } from "./any-ruleset.ts";
import { routingPath, strictTriggerPath } from "./rules-folder.ts";
import { someFacts } from "./some-facts.ts";

const ruleset = loadRuleset(routingPath);
const neverAudited = { decisionAuditEvery: 1_000_000 };

function recordingLog() {
  const errors: { message: string; fields: LogFields | undefined }[] = [];
  return { errors, error: (message: string, fields?: LogFields) => void errors.push({ message, fields }) };
}

test("the table decides whatever rules and parts like the engine, to the last digit", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRuleset(),
      fc.array(anyFacts, { minLength: 8, maxLength: 8 }),
      async (rules, parts) => {
        const plain = createDecider(rules, { decisionTable: false });
        const log = recordingLog();
        const table = createDecider(rules, { ...neverAudited, log });
        // Each part twice: first the engine fills its cell, then the table answers.
        for (const facts of [...parts, ...parts]) {
          const expected = await plain.decide(facts);
          expect(await table.decide(facts)).toEqual(expected);
          expect(await table.verdict(facts)).toEqual(verdictOf(expected));
        }
        expect(log.errors).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test.each([routingPath, strictTriggerPath])("engine and table agree on every cell of %s", async (path) => {
  const log = recordingLog();
  const proof = await createDecider(loadRuleset(path), { log }).prove();
  expect(proof.proven).toBe(proof.cells);
  expect(proof).toMatchObject({ isTableUsed: true });
  expect(proof.cells).toBeGreaterThan(100);
  expect(log.errors).toEqual([]);
});

test("a cell is known once the engine decided one of its parts, with reasons from each part's own values", async () => {
  const table = createDecisionTable(ruleset);
  const decision = await createDecider(ruleset).decide(someFacts());
  expect(table?.find(someFacts())).toBeUndefined();
  expect(table?.agreesWith(decision)).toBe(true);
  const neighbour = someFacts({ completeness: 0.7 });
  const entry = table?.find(neighbour);
  expect(entry).toBeDefined();
  expect(entry && table?.explain(entry, neighbour)).toMatchObject({
    ruleId: "mid-good",
    confidence: 0.125,
    facts: neighbour,
    conditions: [{ actual: 0.7 }, { actual: 0.7 }, { actual: 0.6 }, { actual: 0.5 }],
  });
  expect(table?.find(someFacts({ completeness: 0.4 }))).toBeUndefined();
});

/**
 * A rule with "all" and "any" in one condition, which no rules file may contain: the engine reads "any" and
 * ignores the rest, the table "all". Completeness decides for the table, for the engine the failures as well.
 */
function ambiguousRuleset(): Ruleset {
  const rich = { fact: "completeness", operator: "greaterThanInclusive", value: 0.6 };
  const failing = { fact: "recentFailures", operator: "greaterThanInclusive", value: 2 };
  const when = { all: [rich], any: [rich, failing] };
  const then = { route: "manual", manualPriority: "high", reason: "Ambiguous" } as const;
  const often = { ...failing, value: 90 };
  const rules = [
    { id: "ambiguous", description: null, when, then },
    { id: "often", description: null, when: { all: [often] }, then },
  ];
  return { ...ruleset, rules };
}
const differing = someFacts({ completeness: 0.5, recentFailures: 2 });
const agreed = someFacts({ completeness: 0.5, recentFailures: 0 });

test("a part on which the table differs from the engine switches the table off, loudly", async () => {
  const log = recordingLog();
  const decider = createDecider(ambiguousRuleset(), { ...neverAudited, log });
  expect(await decider.decide(differing)).toMatchObject({ ruleId: "ambiguous" });
  expect(log.errors).toMatchObject([
    {
      message: "decision table differs from the rules engine and is switched off",
      fields: { ruleset: ruleset.hash },
    },
  ]);
  expect(await decider.decide(agreed)).toMatchObject({ ruleId: "otherwise" });
  expect(await decider.verdict(differing)).toMatchObject({ ruleId: "ambiguous" });
  expect(log.errors).toHaveLength(1);
  expect(await decider.prove()).toEqual({ cells: 0, proven: 0, isTableUsed: false });
});

test("the audit finds a wrong cell that was right about the first part in it", async () => {
  const audited = async (decisionAuditEvery: number) => {
    const log = recordingLog();
    const decider = createDecider(ambiguousRuleset(), { decisionAuditEvery, log });
    await decider.decide(agreed);
    const rules = [];
    for (let part = 0; part < 4; part += 1) rules.push((await decider.decide(differing)).ruleId);
    return { rules, errors: log.errors.length };
  };
  const wrong = "otherwise";
  expect(await audited(1_000_000)).toEqual({ rules: [wrong, wrong, wrong, wrong], errors: 0 });
  expect(await audited(4)).toEqual({ rules: [wrong, wrong, "ambiguous", "ambiguous"], errors: 1 });
});

test("rules with a test that may change its answer anywhere have no table, and are decided by the engine", async () => {
  const [first, ...rest] = ruleset.rules;
  const when = { any: [{ fact: "completeness", operator: "lessThan", value: { fact: "priorityScore" } }] };
  const dynamic = { ...ruleset, rules: first ? [first, { ...first, id: "dynamic", when }, ...rest] : [] };
  expect(createDecisionTable(dynamic)).toBeNull();
  const decider = createDecider(dynamic);
  expect(await decider.prove()).toMatchObject({ isTableUsed: false });
  const decide = async (completeness: number) => (await decider.decide(someFacts({ completeness }))).ruleId;
  expect([await decide(0.5099), await decide(0.49)]).toEqual(["mid-good", "dynamic"]);
});

test("of a fine grid a sample is proven, spread over the values of every fact", () => {
  const grid = createDecisionTable(ruleset)?.grid ?? [];
  const sample = [...sampleCells(grid, 100)];
  expect(new Set(sample.map(String)).size).toBe(100);
  for (const [axis, { cells }] of grid.entries()) {
    expect(new Set(sample.map((cell) => cell[axis])).size).toBe(cells.length);
  }
});
