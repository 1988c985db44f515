import type { Decision } from "../domain/decision.ts";
import type { Condition } from "./condition.ts";
import type { Ruleset } from "./ruleset.ts";
import { decidingConditions } from "./cells/threshold-grid.ts";

/** What is decided about a part, without the record of why. */
export type Verdict = Pick<Decision, "kind" | "route" | "lane" | "ruleId" | "reason" | "manualPriority">;

/** A decision reduced to its verdict. */
export function verdictOf({ kind, route, lane, ruleId, reason, manualPriority }: Decision): Verdict {
  return { kind, route, lane, ruleId, reason, manualPriority };
}

/** Every condition that a verdict depends on: those of the rules, and what the code itself asks of the facts. */
export function verdictConditions(
  ruleset: Pick<Ruleset, "rules" | "lane" | "scoring">,
): readonly Condition[] {
  const { highFrom, lowBelow } = ruleset.scoring.fallbackPriority;
  return [
    ...decidingConditions(ruleset),
    { fact: "forcedRoute", operator: "equal", value: "none" },
    { fact: "priorityScore", operator: "greaterThanInclusive", value: highFrom },
    { fact: "priorityScore", operator: "lessThan", value: lowBelow },
  ];
}
