import type { Box } from "../../decide/cells/box.ts";
import { type BoxCondition, halves } from "./box-condition.ts";
import type { WorkBudget } from "./work-budget.ts";

/** A box in which the same rule matches first everywhere. */
export interface MatchRegion {
  readonly box: Box;
  /** Its place in the list; null where none matches. */
  readonly winner: number | null;
}

/**
 * Cuts a box into regions by the condition that holds first, exactly. It cuts only where a condition that has not
 * been ruled out depends on it, so the regions are far fewer than the cells.
 *
 * @param from the conditions before this one are known not to hold.
 */
export function* firstMatches(
  conditions: readonly BoxCondition[],
  box: Box,
  budget: WorkBudget,
  from = 0,
): Generator<MatchRegion> {
  for (let index = from; index < conditions.length; index += 1) {
    budget.spend(1);
    const condition = conditions[index];
    const truth = condition?.truth(box);
    if (truth === false) continue;
    const cut = truth === null ? condition?.cut(box) : undefined;
    if (cut) for (const half of halves(box, cut)) yield* firstMatches(conditions, half, budget, index);
    else yield { box, winner: index };
    return;
  }
  yield { box, winner: null };
}

/** The parts of a box in which a condition holds. */
export function boxesWhere(condition: BoxCondition, box: Box, budget: WorkBudget): readonly Box[] {
  return [...firstMatches([condition], box, budget)].flatMap((region) =>
    region.winner === null ? [] : [region.box],
  );
}
