/** One comparison of a fact with a literal value; parameters are already replaced by their values. */
export interface ConditionTest {
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
}

/**
 * A group of conditions in the shape json-rules-engine reads. Named conditions are expanded in place; `name` is
 * the one this group came from. The arrays are typed as that library wants them; nobody changes them.
 */
export type ConditionGroup =
  | { readonly name?: string; readonly all: Condition[] }
  | { readonly name?: string; readonly any: Condition[] }
  | { readonly name?: string; readonly not: Condition };

export type Condition = ConditionTest | ConditionGroup;

/** Every comparison inside a condition, in reading order. */
export function testsOf(condition: Condition): readonly ConditionTest[] {
  if ("fact" in condition) return [condition];
  if ("not" in condition) return testsOf(condition.not);
  return ("all" in condition ? condition.all : condition.any).flatMap(testsOf);
}
