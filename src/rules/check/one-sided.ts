import type { RulesetProblem } from "../../decide/ruleset-problem.ts";
import type { JsonDocument } from "../../decide/json-document.ts";
import { type AnalysedRuleset, routeSummary, ruleRegions } from "../analysis/rule-regions.ts";
import { workBudget } from "../boxes/work-budget.ts";

/**
 * The problem of a ruleset that sends every part one way, or null. Such a ruleset is sound, and hardly ever meant.
 *
 * @throws {UserError} when there are too many regions to look through.
 */
export function oneSidedProblem(ruleset: AnalysedRuleset, document: JsonDocument): RulesetProblem | null {
  const { automation, manual } = routeSummary(ruleRegions(ruleset, 0, workBudget()));
  if (automation.regions > 0 && manual.regions > 0) return null;
  const only = automation.regions > 0 ? "automation" : "manual";
  const counts = `${automation.regions} regions of facts go to automation and ${manual.regions} to manual`;
  const path = ["rules"];
  return {
    file: document.file,
    path,
    message: `every part goes to ${only}, unless a route is forced (${counts}); if that is meant, check with --force`,
    position: document.locate(path, false),
  };
}
