import { isMet, type EvaluatedCondition, type EvaluatedTest } from "./evaluated-condition.ts";
import { factCatalogue } from "./fact-catalogue.ts";
import { roundScore } from "./round-score.ts";

/**
 * How far a part is from another answer of the same conditions, 0 (on the line) to 1.
 *
 * A score's distance from its threshold is divided by the room on its side: 0.9 against `>= 0.8` is half way to
 * 1, hence 0.5. A count has no upper end: its distance d from the line between two whole numbers counts d/(d+1).
 * Flags and choices count 1. Of several tests the one decides that would flip the group first: the nearest when
 * all of them hold the answer, the farthest when each alone does.
 */
export function confidence(condition: EvaluatedCondition): number {
  return roundScore(distance(condition));
}

function distance(condition: EvaluatedCondition): number {
  if (condition.kind === "test") return testDistance(condition.test);
  const isNot = condition.kind === "not";
  // A met "all" falls with any one child; to make an unmet one true, every unmet child has to change.
  const fallsWithOne = isNot || (condition.kind === "all") === condition.isMet;
  let nearest = fallsWithOne ? Infinity : -Infinity;
  for (const child of condition.children) {
    if (!isNot && isMet(child) !== condition.isMet) continue;
    nearest = fallsWithOne ? Math.min(nearest, distance(child)) : Math.max(nearest, distance(child));
  }
  return nearest;
}

function testDistance({ fact, operator, value, actual }: EvaluatedTest): number {
  const type = factCatalogue.get(fact)?.type;
  if (typeof value !== "number" || typeof actual !== "number") return 1;
  if (type === "count") {
    const steps = Math.abs(countDistance(operator, actual - value));
    return steps / (steps + 1);
  }
  const room = actual >= value ? 1 - value : value;
  return room === 0 ? 0 : Math.abs(actual - value) / room;
}

/** How far a count is from the line, which lies half way between the last number of each answer. */
function countDistance(operator: string, difference: number): number {
  switch (operator) {
    case "greaterThanInclusive":
    case "lessThan":
      return difference + 0.5;
    case "greaterThan":
    case "lessThanInclusive":
      return difference - 0.5;
    default:
      return Math.abs(difference) - 0.5;
  }
}
