import type { ConditionResult } from "../domain/decision.ts";

const signs: Readonly<Record<string, string>> = {
  equal: "=",
  notEqual: "≠",
  lessThan: "<",
  lessThanInclusive: "≤",
  greaterThan: ">",
  greaterThanInclusive: "≥",
  in: "in",
  notIn: "not in",
};

/** `completeness 0.82 ≥ 0.8`, with a "not" where it does not hold. */
export function testText({ fact, operator, value, actual, isMet }: ConditionResult): string {
  const expected = Array.isArray(value) ? value.join("/") : String(value);
  return `${fact} ${String(actual)} ${isMet ? "" : "not "}${signs[operator] ?? operator} ${expected}`;
}
