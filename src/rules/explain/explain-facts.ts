import { decidingConditions, thresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { FactAxis, FactCell } from "../../decide/cells/threshold-grid.ts";
import type { FactName, FactValue } from "../../decide/cells/fact-name.ts";
import { withFact } from "../../decide/cells/box.ts";
import { compileCondition } from "../../decide/compiled-condition.ts";
import { createDecider, type Decider } from "../../decide/decider.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { ConditionResult, Decision, Facts, Route } from "../../domain/decision.ts";
import { blockingTests } from "./blocking-tests.ts";

/** A rule that was asked before the one that decided, and what kept it from deciding. */
export interface PassedOverRule {
  readonly ruleId: string;
  readonly blockedBy: readonly ConditionResult[];
}

/** The smallest change of one fact, all others kept, that sends the part the other way. */
export interface RouteFlip {
  readonly fact: FactName;
  readonly from: FactValue;
  readonly to: FactValue;
  readonly route: Route;
  readonly ruleId: string;
}

/** Why a ruleset decides facts as it does, and what would have to be otherwise. */
export interface Explanation {
  readonly ruleset: { readonly name: string; readonly version: string; readonly hash: string };
  readonly decision: Decision;
  readonly passedOver: readonly PassedOverRule[];
  /** One for each fact that can flip the route at all; the nearest first. */
  readonly flips: readonly RouteFlip[];
}

/** Decides facts and explains the decision, exactly: every cell of every fact is looked at. */
export async function explainFacts(ruleset: Ruleset, facts: Facts): Promise<Explanation> {
  const decider = createDecider(ruleset);
  const decision = await decider.decide(facts);
  const grid = thresholdGrid(decidingConditions(ruleset), "decision") ?? [];
  const flips = await Promise.all(grid.map((axis) => nearestFlip(axis, decision, decider)));
  const { name, version, hash } = ruleset;
  return {
    ruleset: { name, version, hash },
    decision,
    passedOver: passedOver(ruleset, decision),
    flips: flips
      .filter((flip) => flip !== null)
      .toSorted((one, other) => distance(one.from, one.to) - distance(other.from, other.to)),
  };
}

function passedOver({ rules }: Ruleset, { ruleId, facts, kind }: Decision): readonly PassedOverRule[] {
  if (kind === "error") return [];
  const winner = rules.findIndex(({ id }) => id === ruleId);
  return rules
    .slice(0, winner < 0 ? rules.length : winner)
    .map(({ id, when }) => ({ ruleId: id, blockedBy: blockingTests(compileCondition(when)(facts)) }));
}

async function nearestFlip(
  { fact, cells }: FactAxis,
  { facts, route }: Decision,
  decider: Decider,
): Promise<RouteFlip | null> {
  const from = facts[fact];
  const values = cells
    .flatMap((cell) => nearestValues(from, cell))
    .toSorted((one, other) => distance(from, one) - distance(from, other));
  for (const to of values) {
    const other = await decider.decide(withFact(facts, fact, to));
    if (other.route !== route) return { fact, from, to, route: other.route, ruleId: other.ruleId };
  }
  return null;
}

/** The value of a range that is nearest to another one; of words each. */
function nearestValues(from: FactValue, cell: FactCell): readonly FactValue[] {
  if (cell.kind === "values") return cell.values.filter((value) => value !== from);
  return typeof from === "number" ? [Math.min(Math.max(from, cell.from), cell.to)] : [];
}

/** How far two values of a fact are apart; a word is farther from another one than any score. */
function distance(one: FactValue, other: FactValue): number {
  return typeof one === "number" && typeof other === "number" ? Math.abs(one - other) : Number.MAX_VALUE;
}
