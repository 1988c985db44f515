import type { Box } from "../../decide/cells/box.ts";
import type { Condition } from "../../decide/condition.ts";
import type { Outcome } from "../../decide/ruleset-schema.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Verdict } from "../../decide/verdict.ts";
import type { BoxCondition } from "../boxes/box-condition.ts";
import { firstMatches } from "../boxes/first-matches.ts";
import type { WorkBudget } from "../boxes/work-budget.ts";

/** A verdict with the confidence its rule fixes; null where it is computed from each part. */
export type RegionVerdict = Verdict & { readonly confidence: number | null };

/** A box in which every part gets the same verdict. */
export interface VerdictRegion {
  readonly box: Box;
  readonly verdict: RegionVerdict;
}

/** Cuts boxes by what a ruleset decides in them. */
export type CutByVerdict = (box: Box, budget: WorkBudget) => readonly VerdictRegion[];

/** Prepares a ruleset for cutting boxes of a grid that all its conditions are part of. */
export function verdictRegions(
  ruleset: Ruleset,
  conditionOf: (condition: Condition) => BoxCondition,
): CutByVerdict {
  const { highFrom, lowBelow } = ruleset.scoring.fallbackPriority;
  const rules = ruleset.rules.map(({ when }) => conditionOf(when));
  const lane = [conditionOf(ruleset.lane)];
  const unforced = [conditionOf({ fact: "forcedRoute", operator: "equal", value: "none" })];
  const fallback = [
    conditionOf({ fact: "priorityScore", operator: "greaterThanInclusive", value: highFrom }),
    conditionOf({ fact: "priorityScore", operator: "lessThan", value: lowBelow }),
  ];
  const priorities = ["high", "low"] as const;

  return (whole, budget) =>
    [...firstMatches(rules, whole, budget)].flatMap(({ box, winner }) => {
      const rule = ruleset.rules[winner ?? -1];
      const outcome: Outcome = rule?.then ?? ruleset.otherwise;
      const common = { reason: outcome.reason, confidence: outcome.confidence ?? null };
      return [...firstMatches(unforced, box, budget)].flatMap((part): readonly VerdictRegion[] => {
        const kind = rule === undefined ? "otherwise" : part.winner === null ? "forced" : "rule";
        const decided = { ...common, kind, ruleId: rule?.id ?? "otherwise" } as const;
        if (outcome.route === "manual") {
          const { route, manualPriority } = outcome;
          return [{ box: part.box, verdict: { ...decided, route, manualPriority, lane: "normal" } }];
        }
        return [...firstMatches(lane, part.box, budget)].flatMap((laned) =>
          [...firstMatches(fallback, laned.box, budget)].map((region) => ({
            box: region.box,
            verdict: {
              ...decided,
              route: "automation" as const,
              lane: laned.winner === null ? ("normal" as const) : ("high" as const),
              manualPriority: (region.winner === null ? undefined : priorities[region.winner]) ?? "medium",
            },
          })),
        );
      });
    });
}
