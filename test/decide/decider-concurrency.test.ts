import { expect, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { routingPath } from "./rules-folder.ts";
import { someFacts } from "./some-facts.ts";

const ruleset = loadRuleset(routingPath);

/** Facts that reach every rule, in an order without a pattern of its own. */
function variedFacts(index: number): Facts {
  return someFacts({
    priorityScore: ((index * 37) % 101) / 100,
    completeness: ((index * 13) % 21) / 20,
    manufacturerReliability: ((index * 7) % 11) / 10,
    combinedScore: ((index * 29) % 101) / 100,
    recentFailures: (index * 5) % 4,
  });
}
const thousand = Array.from({ length: 1_000 }, (_, index) => variedFacts(index));

test.each([true, false])(
  "a thousand decisions at once are the same as one after another, table: %s",
  async (decisionTable) => {
    const decider = createDecider(ruleset, { decisionTable });
    const together = await Promise.all(thousand.map((facts) => decider.decide(facts)));
    const apart = [];
    for (const facts of thousand) apart.push(await decider.decide(facts));
    expect(together).toEqual(apart);
    expect(new Set(together.map(({ ruleId }) => ruleId)).size).toBe(6);
  },
);

/** The standard rules, in which the engine itself fails on parts that reach the last but one rule. */
function breakingRuleset(): Ruleset {
  const fault = { id: "fault", description: null, then: { route: "automation", reason: "Never" } } as const;
  const when = { all: [{ fact: "completeness", operator: "noSuchOperator", value: 1 }] };
  const [manual, automation, failures, ...others] = ruleset.rules;
  if (manual === undefined || automation === undefined || failures === undefined) throw new Error("no rules");
  return { ...ruleset, rules: [manual, automation, failures, { ...fault, when }, ...others] };
}

test("a failing engine run leaves the decisions around it right", async () => {
  const decider = createDecider(breakingRuleset());
  const facts = thousand.map((part, index) => ({ ...part, recentFailures: index % 3 === 0 ? 0 : 3 }));
  const decisions = await Promise.all(facts.map((part) => decider.decide(part)));
  for (const [index, decision] of decisions.entries()) {
    const expected =
      index % 3 === 0
        ? { kind: "error", route: "manual", manualPriority: "low", ruleId: "engine-error" }
        : { kind: "rule", route: "manual", manualPriority: "high", ruleId: "recent-failures" };
    expect(decision).toMatchObject(expected);
  }
  expect(decisions[0]?.reason).toMatch(/Unknown operator: noSuchOperator/);
});

test("facts that cannot be decided on go to a person and leave the others right", async () => {
  const decider = createDecider(ruleset);
  const facts = thousand.map((part, index) =>
    index % 3 === 0 ? { ...part, completeness: Number.NaN } : part,
  );
  const decisions = await Promise.all(facts.map((part) => decider.decide(part)));
  const plain = createDecider(ruleset, { decisionTable: false });
  const expected = await Promise.all(thousand.map((part) => plain.decide(part)));
  for (const [index, decision] of decisions.entries()) {
    if (index % 3 === 0)
      expect(decision).toMatchObject({ kind: "error", route: "manual", manualPriority: "low" });
    else expect(decision).toEqual(expected[index]);
  }
});

test.each<[Partial<Facts>, RegExp]>([
  [{ priorityScore: 92.21 }, /priorityScore must be a number from 0 to 1, not 92.21/],
  [{ combinedScore: 0.7 + 0.1 }, /combinedScore must be rounded to 4 decimals/],
  [{ recentFailures: 1.5 }, /recentFailures must be a whole number/],
])("names what is wrong with %o", async (changes, reason) => {
  const decision = await createDecider(ruleset).decide(someFacts(changes));
  expect(decision.reason).toMatch(reason);
});
