import { exitCodes, UserError } from "../../domain/fault.ts";

/** Counts evaluations, so that rules too tangled to be looked through are refused instead of waited for. */
export interface WorkBudget {
  /** @throws {UserError} when more was spent than granted. */
  spend(evaluations: number): void;
}

/** A few seconds of work. */
const defaultEvaluations = 10_000_000;

/** A budget for one look through one or two rulesets. */
export function workBudget(evaluations: number = defaultEvaluations): WorkBudget {
  let left = evaluations;
  return {
    spend(count) {
      left -= count;
      if (left >= 0) return;
      throw new UserError(
        exitCodes.rules,
        "These rules make too many regions to look through all of them; use fewer rules or fewer different thresholds.",
      );
    },
  };
}
