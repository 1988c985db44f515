import { isDeepStrictEqual } from "node:util";
import { type Box, boxSize, wholeBox } from "../../decide/cells/box.ts";
import { type ThresholdGrid, thresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { verdictConditions } from "../../decide/verdict.ts";
import { boxConditions } from "../boxes/box-condition.ts";
import { mergeBoxes } from "../boxes/merge-boxes.ts";
import { workBudget } from "../boxes/work-budget.ts";
import { type VerdictChange, verdictChange } from "./verdict-change.ts";
import { verdictRegions } from "./verdict-regions.ts";

/** Parts that two rulesets decide differently, in the same two ways. */
export interface DecisionChange extends VerdictChange {
  readonly where: readonly Box[];
  readonly cells: number;
}

/** What another ruleset changes, exactly and without looking at a part. */
export interface RulesetDiff {
  /** Other routes first, then by how many cells change. */
  readonly changes: readonly DecisionChange[];
  /** What is made from the source differently, so that the same part may have other facts. */
  readonly factSources: readonly ("combinedScore" | "reliability" | "failureWindowDays" | "completeness")[];
  readonly grid: ThresholdGrid;
}

/**
 * Compares what two rulesets decide over the regions of both together.
 *
 * @throws {UserError} when there are too many regions to compare.
 */
export function diffRulesets(before: Ruleset, after: Ruleset): RulesetDiff {
  const budget = workBudget();
  const grid = thresholdGrid([...verdictConditions(before), ...verdictConditions(after)], "decision");
  if (grid === null) throw new Error("two checked rulesets have a grid");
  const { conditionOf } = boxConditions(grid);
  const cutBefore = verdictRegions(before, conditionOf);
  const cutAfter = verdictRegions(after, conditionOf);
  const changed = new Map<string, VerdictChange & { readonly where: Box[] }>();
  for (const old of cutBefore(wholeBox(grid), budget)) {
    for (const { box, verdict } of cutAfter(old.box, budget)) {
      if (isDeepStrictEqual(old.verdict, verdict)) continue;
      const change = verdictChange(old.verdict, verdict);
      const key = JSON.stringify(change);
      const known = changed.get(key);
      if (known === undefined) changed.set(key, { ...change, where: [box] });
      else known.where.push(box);
    }
  }
  const changes = [...changed.values()].map(({ where, ...change }) => ({
    ...change,
    where: mergeBoxes(where),
    cells: where.reduce((sum, box) => sum + boxSize(box), 0),
  }));
  return { changes: changes.toSorted(byWeight), factSources: changedSources(before, after), grid };
}

function byWeight(one: DecisionChange, other: DecisionChange): number {
  const changesRoute = ({ before, after }: DecisionChange) => Number(before.route !== after.route);
  return changesRoute(other) - changesRoute(one) || other.cells - one.cells;
}

function changedSources(before: Ruleset, after: Ruleset): RulesetDiff["factSources"] {
  const sources = (["combinedScore", "reliability", "failureWindowDays"] as const).filter(
    (name) => !isDeepStrictEqual(factPart(before, name), factPart(after, name)),
  );
  const weights = ({ completeness }: Ruleset) =>
    completeness.fields.map(({ weight, columns }) => ({ weight, columns }));
  return isDeepStrictEqual(weights(before), weights(after)) ? sources : [...sources, "completeness"];
}

/** What facts are made by; `reliableFrom` is a threshold of the rules and no part of any fact. */
function factPart(
  { scoring }: Ruleset,
  name: "combinedScore" | "reliability" | "failureWindowDays",
): unknown {
  return name === "reliability" ? { ...scoring.reliability, reliableFrom: null } : scoring[name];
}
