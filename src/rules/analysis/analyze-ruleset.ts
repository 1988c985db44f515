import { isDeepStrictEqual } from "node:util";
import type { ThresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { type WorkBudget, workBudget } from "../boxes/work-budget.ts";
import { brokenInvariants } from "./broken-invariants.ts";
import type { Finding } from "./finding.ts";
import { constantTests, gaps, orderConflicts, redundantRules, silentRules } from "./rule-findings.ts";
import { unusedNames } from "./unused-names.ts";
import { type RouteSummary, type RuleRegions, routeSummary, ruleRegions } from "./rule-regions.ts";

/** Everything that can be said about a ruleset without looking at a part. */
export interface Analysis {
  readonly findings: readonly Finding[];
  /** How many regions and cells go where. */
  readonly routes: RouteSummary;
  /** What the boxes of findings are counted in. */
  readonly grid: ThresholdGrid;
}

interface AnalyzeOptions {
  readonly settable?: readonly string[];
  readonly budget?: WorkBudget;
}

/**
 * Looks through a ruleset exactly, region by region; facts are taken to be independent of each other.
 *
 * @param floor the least priority score that is extracted, 0 to 1.
 * @param options.settable thresholds that settings replace and the program reads by name; they are never unused.
 * @throws {UserError} when there are too many regions to look through all of them.
 */
export function analyzeRuleset(
  ruleset: Ruleset,
  floor: number,
  { settable = [], budget = workBudget() }: AnalyzeOptions = {},
): Analysis {
  const all = ruleRegions(ruleset, 0, budget);
  const constant = constantTests(all, null, budget);
  return {
    findings: [
      ...brokenInvariants(all, budget),
      ...silentRules(all, budget),
      ...gaps(all),
      ...redundantRules(all, budget),
      ...unusedNames(ruleset, settable),
      ...(floor > 0 ? beyondFloor(all, floor, budget) : []),
      ...constant,
      ...orderConflicts(all, budget),
    ],
    routes: routeSummary(all),
    grid: all.grid,
  };
}

/** What is dead only because parts below the floor are not extracted. */
function beyondFloor(all: RuleRegions, floor: number, budget: WorkBudget): readonly Finding[] {
  const extracted = ruleRegions(all.ruleset, floor, budget);
  const deciding = (of: RuleRegions) => new Set(of.regions.map(({ winner }) => winner));
  const [everywhere, above] = [deciding(all), deciding(extracted)];
  const idle = all.ruleset.rules.flatMap(({ id }, index): Finding[] =>
    everywhere.has(index) && !above.has(index) ? [{ kind: "not-extracted", rule: id, floor }] : [],
  );
  const known = constantTests(all, floor, budget);
  const more = constantTests(extracted, floor, budget).filter(
    (finding) =>
      !known.some((other) => isDeepStrictEqual(other, finding)) &&
      !idle.some((other) => "rule" in other && other.rule === finding.rule),
  );
  return [...idle, ...more];
}
