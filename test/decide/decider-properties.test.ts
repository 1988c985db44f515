import fc from "fast-check";
import { expect, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { routingPath, strictTriggerPath } from "./rules-folder.ts";

/** Scores of 4 decimals, often exactly on or beside a threshold. */
const score = fc.oneof(
  fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000),
  fc
    .tuple(fc.constantFrom(0.2, 0.3, 0.4, 0.5, 0.7, 0.8), fc.constantFrom(-1, 0, 1))
    .map(([threshold, step]) => Math.round(threshold * 10_000 + step) / 10_000),
  fc.constantFrom(0, 1),
);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  forcedRoute: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Facts["forcedRoute"]>("none") },
    { weight: 1, arbitrary: fc.constantFrom<Facts["forcedRoute"]>("manual", "automation") },
  ),
  priorityScore: score,
  hasPriorityScore: fc.boolean(),
  completeness: score,
  manufacturerReliability: score,
  combinedScore: score,
  recentFailures: fc.nat(6),
});

/** The flow of the guide as plain statements: route, and the priority of manual tasks. */
function reference(facts: Facts, isStrict: boolean): string {
  const isTriggered = facts.priorityScore >= 0.8 || facts.combinedScore >= 0.7;
  const lane = isTriggered ? "automation high" : "automation normal";
  if (facts.forcedRoute === "manual") return "manual medium";
  if (facts.forcedRoute === "automation") return lane;
  if (facts.recentFailures >= 3) return "manual high";
  if (facts.completeness >= 0.8) return "manual high";
  if (facts.completeness >= 0.5) {
    if (facts.manufacturerReliability < 0.4 || facts.priorityScore < 0.3) return "manual medium";
    return isStrict && !isTriggered ? "manual medium" : lane;
  }
  if (facts.priorityScore < 0.2) return "manual low";
  return isStrict && !isTriggered ? "manual low" : lane;
}

test.each([
  { path: routingPath, isStrict: false },
  { path: strictTriggerPath, isStrict: true },
])(
  "every part gets exactly one route, the one the flow names (strict: $isStrict)",
  async ({ path, isStrict }) => {
    const decider = createDecider(loadRuleset(path));
    await fc.assert(
      fc.asyncProperty(anyFacts, async (facts) => {
        const { route, lane, manualPriority, kind, confidence } = await decider.decide(facts);
        expect(`${route} ${route === "manual" ? manualPriority : lane}`).toBe(reference(facts, isStrict));
        expect(kind).toBe(facts.forcedRoute === "none" ? "rule" : "forced");
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  },
);
