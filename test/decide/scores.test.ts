import fc from "fast-check";
import { expect, test } from "vitest";
import { buildFacts } from "../../src/decide/build-facts.ts";
import { combinedScore } from "../../src/decide/combined-score.ts";
import { fallbackPriority } from "../../src/decide/fallback-priority.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { reliability } from "../../src/decide/reliability.ts";
import { factsProblem } from "../../src/decide/check-facts.ts";
import { routingPath } from "./rules-folder.ts";
import { bareSourcePart } from "./some-facts.ts";

const ruleset = loadRuleset(routingPath);
const { scoring } = ruleset;

test.each([
  { history: null, expected: 0.5, why: "no manufacturer" },
  { history: { attempts: 0, successes: 0 }, expected: 0.6, why: "never scraped" },
  { history: { attempts: 4, successes: 0 }, expected: 0.6, why: "too few attempts to tell" },
  { history: { attempts: 5, successes: 0 }, expected: 0.3, why: "five failures" },
  { history: { attempts: 5, successes: 1 }, expected: 0.4, why: "one success in five" },
  { history: { attempts: 5, successes: 5 }, expected: 0.8, why: "five successes" },
  { history: { attempts: 95, successes: 77 }, expected: 0.8, why: "a long record" },
])("reliability is $expected for $why", ({ history, expected }) => {
  expect(reliability(history, scoring.reliability)).toBeCloseTo(expected, 12);
});

test("one failure never makes a manufacturer unreliable", () => {
  fc.assert(
    fc.property(fc.nat(5_000), (successes) => {
      const history = { attempts: successes + 1, successes };
      expect(reliability(history, scoring.reliability)).toBeGreaterThanOrEqual(
        scoring.reliability.reliableFrom,
      );
    }),
  );
});

test("the combined score weighs priority, reliability and completeness by the file's weights", () => {
  const scores = { priorityScore: 1, manufacturerReliability: 0.5, completeness: 0.25 };
  expect(combinedScore(scores, scoring.combinedScore)).toBeCloseTo(0.5 + 0.15 + 0.05, 12);
  const weights = { priorityWeight: 0, reliabilityWeight: 0, completenessWeight: 7 };
  expect(combinedScore(scores, weights)).toBe(0.25);
});

test("facts are rounded to 4 decimals before they are combined and decided on", () => {
  const history = { priorityScore: 0.79996, recentFailures: 1, manufacturer: { attempts: 6, successes: 5 } };
  expect(buildFacts(bareSourcePart({ manufacturer: "TI" }), history, "none", ruleset)).toEqual({
    forcedRoute: "none",
    priorityScore: 0.8,
    hasPriorityScore: true,
    completeness: 0.5,
    manufacturerReliability: 0.7273,
    combinedScore: 0.7182,
    recentFailures: 1,
  });
});

test("a part without a score counts as 0 and says so", () => {
  const history = { priorityScore: null, recentFailures: 0, manufacturer: null };
  const facts = buildFacts(bareSourcePart(), history, "manual", ruleset);
  expect(facts).toMatchObject({ priorityScore: 0, hasPriorityScore: false, forcedRoute: "manual" });
});

test("a manufacturer that was never scraped is not an unknown one", () => {
  const history = { priorityScore: 0.5, recentFailures: 0, manufacturer: null };
  const named = buildFacts(bareSourcePart({ manufacturer: "TI" }), history, "none", ruleset);
  const unnamed = buildFacts(bareSourcePart({ manufacturer: " " }), history, "none", ruleset);
  expect([named.manufacturerReliability, unnamed.manufacturerReliability]).toEqual([0.6, 0.5]);
});

test("whatever the history, the facts can be decided on", () => {
  const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const manufacturer = fc.option(
    fc.tuple(fc.nat(500), fc.nat(500)).map(([successes, failures]) => ({
      attempts: successes + failures,
      successes,
    })),
  );
  const history = fc.record({ priorityScore: score, recentFailures: fc.nat(50), manufacturer });
  fc.assert(
    fc.property(history, (past) => {
      const facts = buildFacts(bareSourcePart({ manufacturer: "TI" }), past, "none", ruleset);
      expect(factsProblem(facts)).toBeNull();
    }),
  );
});

test.each([
  { score: 0.8, errorClass: "not_found", expected: "high" },
  { score: 0.7999, errorClass: "not_found", expected: "medium" },
  { score: 0.2, errorClass: "network", expected: "medium" },
  { score: 0.1999, errorClass: "network", expected: "low" },
  { score: 0.1, errorClass: "ambiguous_match", expected: "high" },
  { score: null, errorClass: "not_found", expected: "low" },
] as const)("a fallback task at $score after $errorClass is $expected", ({ score, errorClass, expected }) => {
  expect(fallbackPriority(score, errorClass, scoring)).toBe(expected);
});
