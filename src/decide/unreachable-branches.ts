import type { Condition, ConditionTest } from "./condition.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * One sentence for each rule or test that no extracted part can meet when extraction takes only parts with a
 * priority score of at least `floor` (0 to 1).
 */
export function unreachableBranches(ruleset: Pick<Ruleset, "rules">, floor: number): readonly string[] {
  return ruleset.rules.flatMap(({ id, when }) => {
    const dead = [...new Set(impossibleTests(when, floor).map(describe))];
    if (dead.length === 0) return [];
    const cause = `parts below a priority score of ${floor} are not extracted`;
    return isNever(when, floor)
      ? [`Rule "${id}" can never apply (it needs ${dead.join(", ")}): ${cause}.`]
      : [`In rule "${id}" the test ${dead.join(", ")} is never met: ${cause}.`];
  });
}

/** Tests that no part meets; one under a "not" is left out, because there it is merely always right. */
function impossibleTests(condition: Condition, floor: number): readonly ConditionTest[] {
  if ("fact" in condition) return isImpossible(condition, floor) ? [condition] : [];
  if ("not" in condition) return [];
  return ("all" in condition ? condition.all : condition.any).flatMap((child) =>
    impossibleTests(child, floor),
  );
}

/** Whether a condition is false for every part at or above the floor. */
function isNever(condition: Condition, floor: number): boolean {
  if ("fact" in condition) return isImpossible(condition, floor);
  if ("all" in condition) return condition.all.some((child) => isNever(child, floor));
  if ("any" in condition) return condition.any.every((child) => isNever(child, floor));
  return false;
}

function isImpossible({ fact, operator, value }: ConditionTest, floor: number): boolean {
  if (fact !== "priorityScore" || typeof value !== "number") return false;
  return operator === "lessThan" ? value <= floor : operator === "lessThanInclusive" && value < floor;
}

function describe({ fact, operator, value }: ConditionTest): string {
  return `${fact} ${operator} ${String(value)}`;
}
