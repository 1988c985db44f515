import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { renderAdvice } from "../../../src/cli/render-advice.ts";
import { loadRuleset } from "../../../src/decide/load-ruleset.ts";
import { breakEvenRate, routeChange, valueChange } from "../../../src/rules/learning/route-change.ts";
import { thresholdDiff } from "../../../src/rules/learning/threshold-diff.ts";
import { bestMove, suggestThresholds } from "../../../src/rules/learning/suggest-thresholds.ts";
import { z95 } from "../../../src/rules/learning/wilson-interval.ts";
import type { DecisionSample } from "../../../src/store/decision-samples.ts";
import { automate, draft, rulesFolderWith } from "../../decide/rules-folder.ts";
import { someFacts } from "../../decide/some-facts.ts";

/**
 * A world with a known truth: automation succeeds with a part as often as its record is complete, so that with these
 * costs it pays from a completeness of 0.5. The rules ask for 0.8.
 */
const worth = { reviewMinutes: 5, successGainMinutes: 0, failureLossMinutes: 5 };
const valueAt = (completeness: number) => 10 * completeness - 5;

function rulesWith(params: Record<string, number>, overrides: Record<string, number> = {}) {
  const path = rulesFolderWith({
    "routing.json": draft({
      params,
      rules: Object.keys(params).map((name) =>
        automate(`above-${name.toLowerCase()}`, {
          all: [{ fact: "completeness", operator: "greaterThanInclusive", value: { param: name } }],
        }),
      ),
    }),
  });
  return loadRuleset(path, { overrides });
}

interface World {
  readonly seed: number;
  readonly decisions: number;
  readonly rate: number;
  /** From which completeness the rules of the time automated. */
  readonly threshold: (index: number) => number;
}

function decisionsOf({ seed, decisions, rate, threshold }: World): DecisionSample[] {
  const random = seeded(seed);
  return Array.from({ length: decisions }, (_, index) => {
    const completeness = Math.round(random() * 10_000) / 10_000;
    const isRule = completeness >= threshold(index);
    const isExplored = !isRule && random() < rate;
    const isAutomated = isRule || isExplored;
    return {
      facts: someFacts({ completeness }),
      route: isAutomated ? "automation" : "manual",
      propensity: isRule ? 1 : isExplored ? rate : 1 - rate,
      isSuccess: isAutomated ? random() < completeness : null,
    };
  });
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const always = (threshold: number) => () => threshold;

describe("suggested thresholds", () => {
  test("find the best one in a world whose truth is known", async () => {
    const samples = decisionsOf({ seed: 1, decisions: 6_000, rate: 0.2, threshold: always(0.8) });
    const best = bestMove(await suggestThresholds(rulesWith({ from: 0.8 }), samples, worth));
    // Within one step of the cuts that are tried.
    expect(Math.abs((best?.cut.value ?? 0) - 0.5)).toBeLessThan(0.065);
    expect(best?.cut.perThousand.low).toBeGreaterThan(0);
  });

  test("find it from the other side too, where every moved part has been automated", async () => {
    const samples = decisionsOf({ seed: 2, decisions: 6_000, rate: 0, threshold: always(0.2) });
    const best = bestMove(await suggestThresholds(rulesWith({ from: 0.2 }), samples, worth));
    expect(Math.abs((best?.cut.value ?? 0) - 0.5)).toBeLessThan(0.065);
    expect(best?.cut.changes.map(({ to }) => to)).toEqual(["manual"]);
  });

  test("leave a threshold that is right where it is", async () => {
    const samples = decisionsOf({ seed: 3, decisions: 6_000, rate: 0.2, threshold: always(0.5) });
    const { thresholds } = await suggestThresholds(rulesWith({ from: 0.5 }), samples, worth);
    expect(thresholds.map(({ kind }) => kind)).toEqual(["keep"]);
  });

  test("are refused under 100 lookups, with the count there is", async () => {
    const samples = decisionsOf({ seed: 4, decisions: 6_000, rate: 0.015, threshold: always(0.8) });
    const explored = samples.filter(({ propensity, isSuccess }) => propensity < 1 && isSuccess !== null);
    expect(explored.length).toBeLessThan(100);
    const advice = await suggestThresholds(rulesWith({ from: 0.8 }), samples, worth);
    // Raising the threshold is known territory; lowering it is not.
    const [threshold] = advice.thresholds;
    expect(threshold?.kind).toBe("keep");
    const without = samples.map((sample) => ({
      ...sample,
      isSuccess: sample.propensity < 1 ? sample.isSuccess : null,
    }));
    const refused = await suggestThresholds(rulesWith({ from: 0.8 }), without, worth);
    expect(refused.thresholds).toEqual([
      expect.objectContaining({ kind: "too_little_evidence", name: "from", now: 0.8 }),
    ]);
    expect(refused.thresholds[0]).toHaveProperty(
      "evidence",
      expect.toSatisfy((count: number) => count > 0 && count <= explored.length),
    );
    expect(bestMove(refused)).toBeNull();
  });

  test("never reach into parts of which nothing is known", async () => {
    // Automation from 0.8 to 0.99 is known to pay; of what lies below people got everything.
    const samples = decisionsOf({ seed: 5, decisions: 6_000, rate: 0, threshold: always(0.8) });
    const best = bestMove(await suggestThresholds(rulesWith({ from: 0.99 }), samples, worth));
    expect(best?.cut.value).toBeGreaterThan(0.75);
    expect(best?.cut.value).toBeLessThan(0.9);
  });

  test("leave alone what configuration sets and what no route depends on", async () => {
    const samples = decisionsOf({ seed: 6, decisions: 2_000, rate: 0.2, threshold: always(0.8) });
    const ruleset = rulesWith({ from: 0.8, other: 0.9 }, { from: 0.8 });
    const { thresholds } = await suggestThresholds(ruleset, samples, worth);
    expect(thresholds.map(({ name, kind }) => [name, kind])).toEqual([
      ["from", "set_by_configuration"],
      ["other", expect.toSatisfy((kind: string) => kind !== "set_by_configuration")],
    ]);
  });
});

test("the advice reads well in 80 columns, with its diff whole", async () => {
  const samples = decisionsOf({ seed: 1, decisions: 6_000, rate: 0.2, threshold: always(0.8) });
  const advice = await suggestThresholds(rulesWith({ from: 0.8, never: 1 }), samples, worth);
  const diff = thresholdDiff({ before: "a", after: "b" }, '{"params":{"from":0.8}}\n', "from", 0.5);
  const result = { ...advice, ...worth, since: new Date(0), breakEvenRate: breakEvenRate(worth), diff };
  const text = renderAdvice(result, { columns: 80, colors: picocolors.createColors(false) });
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain("automation pays from 50 % success");
  expect(text).toMatch(/^from +0\.8 +0\.\d+ +\+\d+ \(\+\d+ to \+[\d,]+\) +better$/m);
  expect(text.endsWith(diff)).toBe(true);
});

test("the advice tells in 80 columns how many lookups are missing", () => {
  const name = "automationPriorityThreshold";
  const thresholds = [{ name, now: 0.8, kind: "too_little_evidence", evidence: 37 }] as const;
  const advice = { decisions: 5_000, explored: 37, cutsCompared: 0, thresholds };
  const result = { ...advice, ...worth, since: new Date(0), breakEvenRate: 0.5, diff: null };
  const text = renderAdvice(result, { columns: 80, colors: picocolors.createColors(false) });
  expect(text).toMatch(/^automationPriorityThreshold .* 37 of 100 lookups$/m);
  expect(text).toContain("Nothing to change.");
});

describe("the estimate", () => {
  const lowered = (samples: readonly DecisionSample[]) =>
    samples.filter(({ facts: { completeness } }) => completeness >= 0.5 && completeness < 0.8);
  /** Of moving 0.8 to 0.5: 1,000 times the integral of the value over the completeness between. */
  const truth = 1000 * (0.8 - 0.5) * valueAt(0.65);

  test.each<[string, (index: number) => number]>([
    ["under one ruleset", always(0.8)],
    // Every second decision is of a time when the rules automated from 0.65: unweighted, its parts would drown the rest.
    ["over two rulesets", (index) => (index % 2 === 0 ? 0.65 : 0.8)],
  ])("is right on average and within its interval as often as it says, %s", (_name, threshold) => {
    const worlds = Array.from({ length: 300 }, (_, index) => {
      const samples = decisionsOf({ seed: 1_000 + index, decisions: 2_000, rate: 0.2, threshold });
      const change = routeChange("automation", lowered(samples), z95);
      return valueChange([change], samples.length, worth);
    });
    const mean = worlds.reduce((sum, { estimate }) => sum + estimate, 0) / worlds.length;
    const spread = Math.sqrt(
      worlds.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / (worlds.length - 1),
    );
    expect(Math.abs(mean - truth)).toBeLessThan((4 * spread) / Math.sqrt(worlds.length));
    const covered = worlds.filter(({ low, high }) => low <= truth && truth <= high).length;
    // 95 % of 300 with a deviation of 3.8.
    expect(covered).toBeGreaterThan(270);
  });

  test("counts lookups by what they tell: a few with great weight are few", () => {
    const one = { facts: someFacts(), route: "automation", isSuccess: true } as const;
    const even = Array.from({ length: 100 }, () => ({ ...one, propensity: 0.1 }));
    expect(routeChange("automation", even, z95).effectiveSample).toBeCloseTo(100);
    const uneven = [...even, ...Array.from({ length: 900 }, () => ({ ...one, propensity: 1 }))];
    expect(routeChange("automation", uneven, z95)).toMatchObject({ evidence: 1000 });
    expect(routeChange("automation", uneven, z95).effectiveSample).toBeCloseTo(1900 ** 2 / 10_900, 0);
  });
});
