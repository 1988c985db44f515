import { describe, expect, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { automate, draft, routingPath, rulesFolderWith, strictTriggerPath } from "./rules-folder.ts";
import { someFacts } from "./some-facts.ts";

const ruleset = loadRuleset(routingPath);
const decider = createDecider(ruleset);

describe("the standard flow", () => {
  test.each<[Partial<Facts>, string, string]>([
    [{ recentFailures: 2 }, "mid-good", "automation"],
    [{ recentFailures: 3 }, "recent-failures", "manual high"],
    [{ recentFailures: 4 }, "recent-failures", "manual high"],
    [{ completeness: 0.4999 }, "fill-gaps", "automation"],
    [{ completeness: 0.5 }, "mid-good", "automation"],
    [{ completeness: 0.5001 }, "mid-good", "automation"],
    [{ completeness: 0.4999, manufacturerReliability: 0.1 }, "fill-gaps", "automation"],
    [{ completeness: 0.5, manufacturerReliability: 0.1 }, "mid-risky", "manual medium"],
    [{ completeness: 0.7999 }, "mid-good", "automation"],
    [{ completeness: 0.8 }, "complex-data", "manual high"],
    [{ completeness: 0.8001 }, "complex-data", "manual high"],
    [{ completeness: 0.8, priorityScore: 0.95 }, "complex-data", "manual high"],
    [{ priorityScore: 0.2999 }, "mid-risky", "manual medium"],
    [{ priorityScore: 0.3 }, "mid-good", "automation"],
    [{ priorityScore: 0.3001 }, "mid-good", "automation"],
    [{ manufacturerReliability: 0.3999 }, "mid-risky", "manual medium"],
    [{ manufacturerReliability: 0.4 }, "mid-good", "automation"],
    [{ manufacturerReliability: 0.4001 }, "mid-good", "automation"],
    [{ completeness: 0.4, priorityScore: 0.1999 }, "low-priority", "manual low"],
    [{ completeness: 0.4, priorityScore: 0.2 }, "fill-gaps", "automation"],
    [{ completeness: 0.4, priorityScore: 0.2001 }, "fill-gaps", "automation"],
    [{ recentFailures: 3, forcedRoute: "automation" }, "forced-automation", "automation"],
    [{ completeness: 0.1, forcedRoute: "manual" }, "forced-manual", "manual medium"],
  ])("sends %o by %s to %s", async (changes, rule, expected) => {
    const decision = await decider.decide(someFacts(changes));
    expect(decision.ruleId).toBe(rule);
    expect(decision.route === "manual" ? `manual ${decision.manualPriority}` : decision.route).toBe(expected);
    expect(decision.reason).not.toBe("");
  });

  test.each<[Partial<Facts>, string]>([
    [{ priorityScore: 0.7999, combinedScore: 0.6999 }, "normal"],
    [{ priorityScore: 0.8, combinedScore: 0.6999 }, "high"],
    [{ priorityScore: 0.8001, combinedScore: 0 }, "high"],
    [{ priorityScore: 0.4, combinedScore: 0.6999 }, "normal"],
    [{ priorityScore: 0.4, combinedScore: 0.7 }, "high"],
    [{ priorityScore: 0.4, combinedScore: 0.7001 }, "high"],
    [{ priorityScore: 0.95, forcedRoute: "automation" }, "high"],
    [{ priorityScore: 0.95, completeness: 0.9 }, "normal"],
  ])("gives %o the lane %s", async (changes, lane) => {
    expect(await decider.decide(someFacts(changes))).toHaveProperty("lane", lane);
  });

  test("thresholds of the configuration replace those of the file", async () => {
    const overrides = { maxAutomationFailures: 2, automationPriorityThreshold: 0.5 };
    const changed = createDecider(loadRuleset(routingPath, { overrides }));
    expect(await changed.decide(someFacts({ recentFailures: 2 }))).toHaveProperty(
      "ruleId",
      "recent-failures",
    );
    expect(await changed.decide(someFacts())).toHaveProperty("lane", "high");
    expect(await decider.decide(someFacts())).toHaveProperty("lane", "normal");
  });

  test("an automated part carries the priority its fallback task would have", async () => {
    expect(await decider.decide(someFacts({ priorityScore: 0.85 }))).toHaveProperty("manualPriority", "high");
    expect(await decider.decide(someFacts())).toHaveProperty("manualPriority", "medium");
  });
});

describe("the strict trigger", () => {
  const strict = createDecider(loadRuleset(strictTriggerPath));
  test.each<[Partial<Facts>, string]>([
    [{ priorityScore: 0.7999, combinedScore: 0.6999 }, "mid-not-triggered"],
    [{ priorityScore: 0.8, combinedScore: 0.6999 }, "mid-good"],
    [{ priorityScore: 0.5, combinedScore: 0.7 }, "mid-good"],
    [{ completeness: 0.4, priorityScore: 0.5, combinedScore: 0.6 }, "sparse-not-triggered"],
    [{ completeness: 0.4, priorityScore: 0.9, combinedScore: 0.6 }, "fill-gaps"],
    [{ completeness: 0.4, priorityScore: 0.1, combinedScore: 0.3 }, "low-priority"],
    [{ priorityScore: 0.9, manufacturerReliability: 0.3 }, "mid-risky"],
  ])("decides %o by %s", async (changes, rule) => {
    expect(await strict.decide(someFacts(changes))).toHaveProperty("ruleId", rule);
  });
});

describe("the record of a decision", () => {
  test("shows every test of the winning rule with its value and the named condition it stands in", async () => {
    const decision = await decider.decide(someFacts({ manufacturerReliability: 0.3 }));
    const band = { fact: "completeness", actual: 0.6, isMet: true, namedCondition: "middleBand" };
    const risk = { operator: "lessThan", namedCondition: "riskyForAutomation" };
    expect(decision.conditions).toEqual([
      { ...band, operator: "greaterThanInclusive", value: 0.5 },
      { ...band, operator: "lessThan", value: 0.8 },
      { ...risk, fact: "manufacturerReliability", value: 0.4, actual: 0.3, isMet: true },
      { ...risk, fact: "priorityScore", value: 0.3, actual: 0.5, isMet: false },
    ]);
    expect(decision).toMatchObject({ kind: "rule", rulesetHash: ruleset.hash });
  });

  test("says when a route was forced, with full confidence", async () => {
    const decision = await decider.decide(someFacts({ forcedRoute: "manual" }));
    expect(decision).toMatchObject({ kind: "forced", confidence: 1 });
  });

  test("says when no rule matched", async () => {
    const gappy = createDecider(loadRuleset(rulesFolderWith({ "routing.json": draft() })));
    expect(await gappy.decide(someFacts())).toMatchObject({
      kind: "otherwise",
      route: "manual",
      manualPriority: "low",
      reason: "Nothing matched",
      ruleId: "otherwise",
      confidence: 0,
    });
  });

  test("a stored ruleset decides stored facts as before, although the file has changed since", async () => {
    const overrides = { maxAutomationFailures: 5 };
    const when = { all: [{ fact: "completeness", operator: "lessThan", value: 0.9 }] };
    const files = {
      "routing.json": draft({ params: { maxAutomationFailures: 3 }, rules: [automate("all", when)] }),
    };
    const live = loadRuleset(rulesFolderWith(files), { overrides });
    const before = await createDecider(live).decide(someFacts({ recentFailures: 4 }));
    const stored: unknown = JSON.parse(JSON.stringify(live.source));
    const rebuilt = rulesetFromStored(stored);
    expect(rebuilt.hash).toBe(live.hash);
    expect(await createDecider(rebuilt).decide(before.facts)).toEqual(before);
  });
});
