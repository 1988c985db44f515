import type { DecisionSample } from "../../store/decision-samples.ts";
import { type Interval, wilsonInterval } from "./wilson-interval.ts";

/** What outcomes are worth, in minutes of a person's work. */
export interface OutcomeWorth {
  /** A part that a person has to look at costs this. */
  readonly reviewMinutes: number;
  /** A lookup that completes is worth this besides the review it saves. */
  readonly successGainMinutes: number;
  /** A lookup that fails costs this besides the review that follows. */
  readonly failureLossMinutes: number;
}

/** The success rate from which automation pays: where the expected value of a lookup is that of a review. */
export function breakEvenRate(worth: OutcomeWorth): number {
  const saved = worth.reviewMinutes + worth.successGainMinutes;
  return worth.failureLossMinutes / (saved + worth.failureLossMinutes);
}

/** Parts that other rules would send another way, all in the same direction, and what is known of such parts. */
export interface RouteChange {
  readonly to: "automation" | "manual";
  readonly parts: number;
  /** Of them, lookups whose end tells something about the part. */
  readonly evidence: number;
  /** Parts in strata without any such lookup: nothing can be said about them, and so about the change. */
  readonly unknownParts: number;
  /** As many lookups with equal weights would tell as much (Kish): (sum of weights)² / sum of squared weights. */
  readonly effectiveSample: number;
  /** Estimated share of the parts that automation succeeds with, 0 to 1; null without evidence. */
  readonly successRate: number | null;
  readonly successInterval: Interval;
}

/**
 * Estimates how automation does on parts that change their route. Each lookup weighs the inverse of its propensity, so
 * that a part explored at 5 % stands for the 20 it was drawn from; within each stratum the weights are scaled to the
 * parts that are in it, whether they had a chance to be looked up or not (post-stratification). The weighted share is
 * the self-normalised inverse-propensity estimate (Owen, Monte Carlo theory, methods and examples, chapter 9.2), and
 * its interval is Wilson's at the effective sample size.
 */
export function routeChange(
  to: RouteChange["to"],
  samples: readonly DecisionSample[],
  z: number,
  stratumOf: (sample: DecisionSample) => string = () => "",
): RouteChange {
  const strata = new Map<string, Stratum>();
  for (const sample of samples) {
    const stratum = strata.get(stratumOf(sample)) ?? { ...emptyStratum };
    strata.set(stratumOf(sample), stratum);
    stratum.parts += 1;
    if (sample.route !== "automation" || sample.isSuccess === null) continue;
    const weight = 1 / sample.propensity;
    stratum.evidence += 1;
    stratum.weights += weight;
    stratum.squares += weight * weight;
    if (sample.isSuccess) stratum.successes += weight;
  }
  return { to, parts: samples.length, ...estimateOver([...strata.values()], z) };
}

interface Stratum {
  parts: number;
  evidence: number;
  weights: number;
  squares: number;
  successes: number;
}
const emptyStratum: Stratum = { parts: 0, evidence: 0, weights: 0, squares: 0, successes: 0 };

function estimateOver(strata: readonly Stratum[], z: number): Omit<RouteChange, "to" | "parts"> {
  const sums = { ...emptyStratum, unknownParts: 0 };
  for (const { parts, evidence, weights, squares, successes } of strata) {
    if (evidence === 0) {
      sums.unknownParts += parts;
      continue;
    }
    const scale = parts / weights;
    sums.evidence += evidence;
    sums.weights += parts;
    sums.squares += squares * scale * scale;
    sums.successes += successes * scale;
  }
  const { evidence, unknownParts, weights, squares, successes } = sums;
  const effectiveSample = evidence === 0 ? 0 : (weights * weights) / squares;
  const successRate = evidence === 0 ? null : successes / weights;
  const successInterval = wilsonInterval((successRate ?? 0) * effectiveSample, effectiveSample, z);
  return { evidence, unknownParts, effectiveSample, successRate, successInterval };
}

/** Minutes of work, more or less, that 1,000 decisions would be worth. */
export interface ValueChange extends Interval {
  readonly estimate: number;
}

/**
 * The change in expected value per 1,000 decisions when these parts change their route. The intervals of independent
 * changes are put together by the square-and-add rule (Newcombe, Statistics in Medicine 17, 1998, p. 873).
 */
export function valueChange(
  changes: readonly RouteChange[],
  decisions: number,
  worth: OutcomeWorth,
): ValueChange {
  let estimate = 0;
  let below = 0;
  let above = 0;
  for (const { to, parts, successRate, successInterval } of changes) {
    const sign = to === "automation" ? 1 : -1;
    const scale = (sign * 1000 * parts) / decisions;
    const value = (rate: number) => scale * valueOfLookup(rate, worth);
    const centre = value(successRate ?? 0);
    const ends = [value(successInterval.low), value(successInterval.high)];
    estimate += centre;
    below += (centre - Math.min(...ends)) ** 2;
    above += (Math.max(...ends) - centre) ** 2;
  }
  return { estimate, low: estimate - Math.sqrt(below), high: estimate + Math.sqrt(above) };
}

/** What a lookup is worth more than a review, in minutes, when it succeeds that often. */
function valueOfLookup(rate: number, worth: OutcomeWorth): number {
  return rate * (worth.reviewMinutes + worth.successGainMinutes) - (1 - rate) * worth.failureLossMinutes;
}
