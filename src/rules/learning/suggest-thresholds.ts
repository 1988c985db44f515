import { createDecider, type Decider } from "../../decide/decider.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { DecisionSample } from "../../store/decision-samples.ts";
import { normalQuantile } from "./normal-quantile.ts";
import {
  type OutcomeWorth,
  type RouteChange,
  routeChange,
  type ValueChange,
  valueChange,
} from "./route-change.ts";
import { z95 } from "./wilson-interval.ts";
import { type Threshold, thresholdsOf, withThreshold } from "./thresholds.ts";

/** Below so many lookups among the parts that would change their route nothing is proposed. */
export const leastEvidence = 100;
/** Cuts that are tried per threshold, spread evenly over the values that occurred. */
const cutsPerThreshold = 24;

/** One threshold moved to another cut, and what that would be worth. */
export interface TriedCut {
  readonly value: number;
  readonly changes: readonly RouteChange[];
  readonly perThousand: ValueChange;
}

/** What the outcomes say about one threshold. */
export type ThresholdAdvice = { readonly name: string; readonly now: number } & (
  | { readonly kind: "move"; readonly cut: TriedCut }
  /** No other cut is better for certain; `cut` is the most promising of those with enough evidence. */
  | { readonly kind: "keep"; readonly cut: TriedCut }
  /** No other cut has enough lookups to go by; `evidence` is what the best known one has. */
  | { readonly kind: "too_little_evidence"; readonly evidence: number }
  /** No decision would change, whatever the cut. */
  | { readonly kind: "no_effect" }
  | { readonly kind: "set_by_configuration" }
);

export interface Advice {
  readonly decisions: number;
  readonly explored: number;
  /** Cuts with enough evidence: the intervals hold for all of them at once, at 95 %. */
  readonly cutsCompared: number;
  readonly thresholds: readonly ThresholdAdvice[];
}

/**
 * Replays decisions with each threshold at other cuts, one threshold at a time, and estimates from the outcomes what
 * each cut would be worth. The intervals are widened for the number of cuts (Bonferroni), since the best of many is
 * often only the luckiest.
 */
export async function suggestThresholds(
  ruleset: Ruleset,
  samples: readonly DecisionSample[],
  worth: OutcomeWorth,
): Promise<Advice> {
  const decider = createDecider(ruleset);
  const routed = await Promise.all(
    samples.map(async (sample) => ({ sample, isManual: await isManualBy(decider, sample) })),
  );
  const replays: { threshold: Threshold; cuts: readonly ReplayedCut[] }[] = [];
  for (const threshold of thresholdsOf(ruleset)) {
    replays.push({ threshold, cuts: await replayedCuts(ruleset, threshold, routed) });
  }
  const cutsCompared = replays.flatMap(({ cuts }) => cuts.filter(isKnown)).length;
  const z = normalQuantile(0.025 / Math.max(1, cutsCompared));
  return {
    decisions: samples.length,
    explored: samples.filter(({ route, propensity }) => route === "automation" && propensity < 1).length,
    cutsCompared,
    thresholds: replays.map(({ threshold, cuts }) =>
      adviceOn(ruleset, threshold, cuts, (cut) => triedCut(cut, samples.length, worth, z)),
    ),
  };
}

interface Routed {
  readonly sample: DecisionSample;
  /** By the current rules, whatever was decided then. */
  readonly isManual: boolean;
}

/** The parts that change their route at a cut. */
interface ReplayedCut {
  readonly value: number;
  /** Stretches between neighbouring cuts: what is known of one says nothing about the next. */
  readonly stratumOf: (sample: DecisionSample) => string;
  readonly toAutomation: readonly DecisionSample[];
  readonly toManual: readonly DecisionSample[];
}

async function replayedCuts(
  ruleset: Ruleset,
  threshold: Threshold,
  routed: readonly Routed[],
): Promise<readonly ReplayedCut[]> {
  if (ruleset.source.overrides[threshold.name] !== undefined) return [];
  const values = cutsOf(threshold, routed);
  const stratumOf = ({ facts }: DecisionSample) =>
    threshold.facts.map((fact) => values.filter((cut) => cut <= Number(facts[fact])).length).join();
  const cuts: ReplayedCut[] = [];
  for (const value of values) {
    const moved = withThreshold(ruleset, threshold.name, value);
    if (moved === null) continue;
    const flips = await replay(createDecider(moved), threshold, value, routed);
    if (flips.toAutomation.length + flips.toManual.length > 0) cuts.push({ value, stratumOf, ...flips });
  }
  return cuts;
}

/** Values that occurred, evenly spread over the parts: between two of them a threshold decides the same. */
function cutsOf({ facts, value }: Threshold, routed: readonly Routed[]): readonly number[] {
  const values = routed
    .flatMap(({ sample }) => facts.map((fact) => Number(sample.facts[fact])))
    .toSorted((one, other) => one - other);
  const picked = Array.from(
    { length: cutsPerThreshold },
    (_, index) => values[Math.floor(((index + 0.5) * values.length) / cutsPerThreshold)],
  );
  return [...new Set(picked)].filter((cut): cut is number => cut !== undefined && cut !== value);
}

async function replay(
  decider: Decider,
  { facts, value: now }: Threshold,
  value: number,
  routed: readonly Routed[],
): Promise<Pick<ReplayedCut, "toAutomation" | "toManual">> {
  const [low, high] = [Math.min(now, value), Math.max(now, value)];
  // Only parts between the old and the new cut can be decided otherwise.
  const between = routed.filter(({ sample }) =>
    facts.some((fact) => Number(sample.facts[fact]) >= low && Number(sample.facts[fact]) <= high),
  );
  const toAutomation: DecisionSample[] = [];
  const toManual: DecisionSample[] = [];
  for (const { sample, isManual } of between) {
    const becomesManual = await isManualBy(decider, sample);
    if (becomesManual !== isManual) (becomesManual ? toManual : toAutomation).push(sample);
  }
  return { toAutomation, toManual };
}

async function isManualBy(decider: Decider, { facts }: DecisionSample): Promise<boolean> {
  return (await decider.verdict(facts)).route === "manual";
}

/** The parts that go either way, with what is known of them. */
function changesOf({ toAutomation, toManual, stratumOf }: ReplayedCut, z: number): readonly RouteChange[] {
  return [
    routeChange("automation", toAutomation, z, stratumOf),
    routeChange("manual", toManual, z, stratumOf),
  ].filter(({ parts }) => parts > 0);
}

/** The lookups behind the direction that is known least; none where of some of its parts nothing is known. */
function evidenceOf(cut: ReplayedCut): number {
  const counts = changesOf(cut, z95).map(({ evidence, unknownParts }) => (unknownParts === 0 ? evidence : 0));
  return Math.min(...counts);
}

function isKnown(cut: ReplayedCut): boolean {
  return evidenceOf(cut) >= leastEvidence;
}

function triedCut(cut: ReplayedCut, decisions: number, worth: OutcomeWorth, z: number): TriedCut {
  const changes = changesOf(cut, z);
  return { value: cut.value, changes, perThousand: valueChange(changes, decisions, worth) };
}

function adviceOn(
  ruleset: Ruleset,
  { name, value: now }: Threshold,
  cuts: readonly ReplayedCut[],
  tried: (cut: ReplayedCut) => TriedCut,
): ThresholdAdvice {
  if (ruleset.source.overrides[name] !== undefined) return { name, now, kind: "set_by_configuration" };
  if (cuts.length === 0) return { name, now, kind: "no_effect" };
  const known = cuts.filter(isKnown).map(tried);
  const [likeliest] = known.toSorted((one, other) => other.perThousand.estimate - one.perThousand.estimate);
  if (likeliest === undefined) {
    const evidence = Math.max(...cuts.map(evidenceOf));
    return { name, now, kind: "too_little_evidence", evidence };
  }
  const [best] = known
    .filter((cut) => cut.perThousand.low > 0)
    .toSorted((one, other) => other.perThousand.estimate - one.perThousand.estimate);
  return best === undefined
    ? { name, now, kind: "keep", cut: likeliest }
    : { name, now, kind: "move", cut: best };
}

/** The move that is worth most; null when there is none. */
export function bestMove({ thresholds }: Advice): Extract<ThresholdAdvice, { kind: "move" }> | null {
  const [best] = thresholds
    .filter((row) => row.kind === "move")
    .toSorted((one, other) => other.cut.perThousand.estimate - one.cut.perThousand.estimate);
  return best ?? null;
}
