import { fileURLToPath } from "node:url";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";

/** The rules all contenders decide by: frozen, because one of them is written by hand. */
export function benchRuleset(): Ruleset {
  return loadRuleset(fileURLToPath(new URL("../../test/seed-rules/routing.json", import.meta.url)));
}

/** Sound facts of so many parts, always the same. */
export function benchFacts(count: number): readonly Facts[] {
  let state = 1;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const score = () => Math.round(random() * 10_000) / 10_000;
  return Array.from({ length: count }, (_, index) => ({
    forcedRoute: index % 50 === 0 ? "manual" : index % 50 === 1 ? "automation" : "none",
    priorityScore: score(),
    hasPriorityScore: true,
    completeness: score(),
    manufacturerReliability: score(),
    combinedScore: score(),
    recentFailures: Math.floor(random() * 5),
  }));
}

/** The bench's rules with so many of four tests each in place of its own. */
export function manyRules(count: number): Ruleset {
  const { source, otherwise } = benchRuleset();
  const facts = ["completeness", "priorityScore", "manufacturerReliability", "combinedScore"];
  const forced = (["manual", "automation"] as const).map((route) => ({
    id: `forced-${route}`,
    when: { all: [{ fact: "forcedRoute", operator: "equal", value: route }] },
    then: { ...otherwise, ...(route === "manual" ? {} : { route, manualPriority: undefined }) },
  }));
  const rules = Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    when: {
      all: facts.map((fact, place) => ({
        fact,
        operator: (index + place) % 2 === 0 ? "greaterThanInclusive" : "lessThan",
        value: (((index * 4 + place) * 7_919) % 97) / 97,
      })),
    },
    then:
      index % 2 === 0
        ? { route: "automation", reason: "Even" }
        : { route: "manual", manualPriority: "low", reason: "Odd" },
  }));
  const routing = {
    name: "many",
    version: "1",
    params: {},
    conditions: {},
    rules: [...forced, ...rules],
    lane: { high: { all: [{ fact: "priorityScore", operator: "greaterThanInclusive", value: 0.8 }] } },
    otherwise,
  };
  return rulesetFromStored(JSON.parse(JSON.stringify({ ...source, routing, shadow: null, overrides: {} })));
}
