import fc from "fast-check";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import { draft, routingPath } from "./rules-folder.ts";

const { scoring, completeness } = loadRuleset(routingPath).source;
const scores = ["priorityScore", "completeness", "manufacturerReliability", "combinedScore"] as const;
const comparisons = [
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "equal",
  "notEqual",
] as const;

/** Few thresholds, so that rules often meet on the same one; one lies between two steps of a score. */
const thresholds = [0, 0.2, 0.5, 0.5001, 0.33333, 0.8, 1] as const;

const anyTest = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      fact: fc.constantFrom(...scores),
      operator: fc.constantFrom(...comparisons),
      value: fc.constantFrom(...thresholds),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      fact: fc.constant("recentFailures"),
      operator: fc.constantFrom(...comparisons),
      value: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fact: fc.constant("forcedRoute"),
      operator: fc.constantFrom("in", "notIn"),
      value: fc.subarray(["none", "automation", "manual"], { minLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fact: fc.constant("hasPriorityScore"),
      operator: fc.constantFrom("equal", "notEqual"),
      value: fc.boolean(),
    }),
  },
);

const { group } = fc.letrec<{ group: unknown; condition: unknown }>((tie) => ({
  condition: fc.oneof({ maxDepth: 2 }, anyTest, tie("group")),
  group: fc.oneof(
    { maxDepth: 2 },
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

const anyOutcome = fc.oneof(
  fc.record(
    {
      route: fc.constant("manual"),
      manualPriority: fc.constantFrom("high", "medium", "low"),
      reason: fc.constantFrom("One", "Two"),
      confidence: fc.constantFrom(0.1, 0.9),
    },
    { requiredKeys: ["route", "manualPriority", "reason"] },
  ),
  fc.record({ route: fc.constant("automation"), reason: fc.constantFrom("One", "Two") }),
);

/** Rulesets of a few random rules behind the two for forced routes. */
export function anyRuleset(maxRules = 5): fc.Arbitrary<Ruleset> {
  const rule = fc.record({ when: group, then: anyOutcome });
  return fc
    .record({ rules: fc.array(rule, { maxLength: maxRules }), lane: group, otherwise: anyOutcome })
    .map(({ rules, lane, otherwise }) =>
      rulesetOf({
        rules: rules.map((rest, index) => ({ id: `rule-${index}`, ...rest })),
        lane: { high: lane },
        otherwise,
      }),
    );
}

/** The ruleset of a draft, built without files. */
export function rulesetOf(parts: Parameters<typeof draft>[0]): Ruleset {
  return rulesetFromStored({ routing: draft(parts), scoring, completeness, overrides: {} });
}

/** Scores of 4 decimals, often exactly on or beside a threshold. */
const score = fc.oneof(
  fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000),
  fc
    .tuple(fc.constantFrom(...thresholds, 0.4, 0.7), fc.constantFrom(-1, 0, 1))
    .map(
      ([threshold, step]) => Math.min(Math.max(Math.round(threshold * 10_000) + step, 0), 10_000) / 10_000,
    ),
);

/** Sound facts of one part, most of them not forced. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  forcedRoute: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Facts["forcedRoute"]>("none") },
    { weight: 1, arbitrary: fc.constantFrom<Facts["forcedRoute"]>("manual", "automation") },
  ),
  priorityScore: score,
  hasPriorityScore: fc.boolean(),
  completeness: score,
  manufacturerReliability: score,
  combinedScore: score,
  recentFailures: fc.nat(5),
});
