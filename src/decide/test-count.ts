import type { Condition } from "./condition.ts";

/**
 * How many tests a condition comes to once its named conditions are filled in. `counted` has the groups that are
 * shared, because a few names that use each other twice come to millions.
 */
export function testCount(condition: Condition, counted: Map<Condition, number>): number {
  if ("fact" in condition) return 1;
  const known = counted.get(condition);
  if (known !== undefined) return known;
  const children = "not" in condition ? [condition.not] : "all" in condition ? condition.all : condition.any;
  const count = children.reduce((sum, child) => sum + testCount(child, counted), 0);
  counted.set(condition, count);
  return count;
}
