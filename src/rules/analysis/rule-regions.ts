import { type Box, boxSize, wholeBox } from "../../decide/cells/box.ts";
import { type ThresholdGrid, thresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { ConditionTest } from "../../decide/condition.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { verdictConditions } from "../../decide/verdict.ts";
import type { Route } from "../../domain/decision.ts";
import { type BoxCondition, boxConditions, type BoxTest } from "../boxes/box-condition.ts";
import { boxesWhere, firstMatches, type MatchRegion } from "../boxes/first-matches.ts";
import type { WorkBudget } from "../boxes/work-budget.ts";

/** What of a ruleset decides. */
export type AnalysedRuleset = Pick<Ruleset, "rules" | "lane" | "otherwise" | "scoring" | "invariants">;

/** A ruleset cut into the regions in which one rule decides. */
export interface RuleRegions {
  readonly ruleset: AnalysedRuleset;
  readonly grid: ThresholdGrid;
  /** The parts looked at: all there can be, or those from a least priority score on. */
  readonly domain: Box;
  /** The conditions of the rules, in their order. */
  readonly conditions: readonly BoxCondition[];
  readonly regions: readonly MatchRegion[];
  readonly testOf: (test: ConditionTest) => BoxTest;
}

/**
 * Cuts a ruleset into its regions.
 *
 * @param floor only parts with at least this priority score, 0 to 1.
 * @throws {UserError} when there are too many to look through.
 */
export function ruleRegions(ruleset: AnalysedRuleset, floor: number, budget: WorkBudget): RuleRegions {
  const extracted = { fact: "priorityScore", operator: "greaterThanInclusive", value: floor };
  const grid = thresholdGrid([...verdictConditions(ruleset), extracted], "decision");
  if (grid === null) throw new Error("a checked ruleset has a grid");
  const { conditionOf, testOf } = boxConditions(grid);
  const whole = wholeBox(grid);
  const [domain] = boxesWhere(conditionOf(extracted), whole, budget);
  const conditions = ruleset.rules.map(({ when }) => conditionOf(when));
  const regions = domain === undefined ? [] : [...firstMatches(conditions, domain, budget)];
  return { ruleset, grid, domain: domain ?? whole, conditions, regions, testOf };
}

/** Where a region's parts go. */
export function routeOf({ ruleset }: RuleRegions, { winner }: MatchRegion): Route {
  return (winner === null ? undefined : ruleset.rules[winner]?.then.route) ?? ruleset.otherwise.route;
}

/** How many regions and cells go where, of parts whose route is not forced. */
export type RouteSummary = Readonly<Record<Route, { readonly regions: number; readonly cells: number }>>;

/** Counts what goes where; a ruleset that sends everything one way shows here. */
export function routeSummary(analysed: RuleRegions): RouteSummary {
  const { testOf, regions } = analysed;
  const unforced = testOf({ fact: "forcedRoute", operator: "equal", value: "none" });
  const count = (route: Route) => {
    const own = regions.filter(
      (region) => routeOf(analysed, region) === route && unforced.truth(region.box) !== false,
    );
    return { regions: own.length, cells: own.reduce((sum, { box }) => sum + boxSize(box), 0) };
  };
  return { automation: count("automation"), manual: count("manual") };
}
