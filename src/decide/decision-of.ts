import type { Decision, Facts } from "../domain/decision.ts";
import { reservedIds } from "./check-rules.ts";
import { confidence } from "./confidence.ts";
import { type EvaluatedCondition, evaluatedTests } from "./evaluated-condition.ts";
import { fallbackPriority } from "./fallback-priority.ts";
import type { Outcome } from "./ruleset-schema.ts";
import type { RoutingRule, Ruleset } from "./ruleset.ts";

/** The rule that decides, with its conditions as they were evaluated. */
export interface Winner {
  readonly rule: RoutingRule;
  readonly evaluated: EvaluatedCondition;
}

/** The decision that follows once the winner is known; without one it is the ruleset's `otherwise`. */
export function decisionOf(
  ruleset: Ruleset,
  facts: Facts,
  winner: Winner | null,
  lane: Decision["lane"],
): Decision {
  const outcome = winner?.rule.then ?? ruleset.otherwise;
  return {
    kind: winner === null ? "otherwise" : kindOf(facts),
    route: outcome.route,
    lane,
    ruleId: winner?.rule.id ?? reservedIds.otherwise,
    reason: outcome.reason,
    confidence: outcome.confidence ?? (winner === null ? 0 : confidence(winner.evaluated)),
    manualPriority: manualPriorityOf(outcome, facts, ruleset),
    rulesetHash: ruleset.hash,
    facts,
    conditions: winner === null ? [] : evaluatedTests(winner.evaluated),
  };
}

/** The loader made sure that a forced route is the first thing a ruleset looks at. */
function kindOf(facts: Facts): Decision["kind"] {
  return facts.forcedRoute === "none" ? "rule" : "forced";
}

/** For a part that goes to automation, the priority of the manual task it becomes if nothing is found for it. */
function manualPriorityOf(outcome: Outcome, facts: Facts, ruleset: Ruleset): Decision["manualPriority"] {
  return outcome.route === "manual"
    ? outcome.manualPriority
    : fallbackPriority(facts.priorityScore, null, ruleset.scoring);
}
