import { createHash } from "node:crypto";
import type { BatchId } from "../domain/batch.ts";
import type { Decision } from "../domain/decision.ts";
import type { PartKey } from "../domain/part.ts";

/** How a batch explores: it automates a few of the parts that the rules send to a person, to learn how that goes. */
export interface Exploration {
  /** The share of eligible parts that is automated all the same, 0 to 0.2. */
  readonly rate: number;
  readonly seed: number;
}

/** A decision after chance had its say. */
export interface ExploredDecision {
  readonly key: PartKey;
  readonly decision: Decision;
  /** How likely the part was to get the route it got, above 0 to 1. */
  readonly propensity: number;
  /** Automated by chance, although the rules sent the part to a person. */
  readonly isExplored: boolean;
}

/**
 * Lets chance overrule a decision for a person. Never one that was forced or could not be made, and never a part that
 * failed `failureLimit` times. The same batch, part and seed always have the same luck, so that a decision that is
 * made again is the same.
 */
export function explore(
  made: { readonly key: PartKey; readonly decision: Decision },
  batch: { readonly id: BatchId; readonly exploration: Exploration },
  failureLimit: number,
): ExploredDecision {
  const { decision, key } = made;
  const { rate, seed } = batch.exploration;
  if (rate === 0 || !isEligible(decision, failureLimit)) return { ...made, propensity: 1, isExplored: false };
  if (luck(`${seed}\n${batch.id}\n${key}`) >= rate) {
    return { ...made, propensity: 1 - rate, isExplored: false };
  }
  const reason = `Automated to learn from it, as ${percent(rate)} of such parts are; the rules say manual: ${decision.reason}`;
  return { key, decision: { ...decision, route: "automation", reason }, propensity: rate, isExplored: true };
}

function isEligible({ route, kind, facts }: Decision, failureLimit: number): boolean {
  return (
    route === "manual" && (kind === "rule" || kind === "otherwise") && facts.recentFailures < failureLimit
  );
}

/** A number from 0 up to but not including 1, spread evenly over texts: the first 48 bits of their SHA-256. */
function luck(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
