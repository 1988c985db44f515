import type { ConditionTest } from "../condition.ts";
import { factCatalogue, factValueProblem, operators, type OperatorName } from "../fact-catalogue.ts";
import { isFactName, type FactName } from "./fact-name.ts";

/** A comparison of one fact with literals of its own kind, which is therefore constant within threshold cells. */
export interface CellTest {
  readonly fact: FactName;
  readonly operator: OperatorName;
  readonly value: unknown;
}

/** The test as one that threshold cells can hold, or null: its answer may then change anywhere. */
export function cellTest({ fact, operator, value }: ConditionTest): CellTest | null {
  const spec = factCatalogue.get(fact);
  const known = operators.find((name) => name === operator);
  if (!isFactName(fact) || spec === undefined || known === undefined) return null;
  if (!spec.operators.includes(known)) return null;
  const test = { fact, operator: known, value };
  return literalsOf(test).every((literal) => factValueProblem(spec, literal) === null) ? test : null;
}

/** The literals a fact is compared with: the members of a list, or the one value. */
export function literalsOf({ operator, value }: CellTest): readonly unknown[] {
  return (operator === "in" || operator === "notIn") && Array.isArray(value) ? value : [value];
}

/** Whether a test is true of a value of its fact. Written apart from the engine, which it is compared with. */
export function testHolds({ operator, value }: CellTest, actual: unknown): boolean {
  switch (operator) {
    case "equal":
      return actual === value;
    case "notEqual":
      return actual !== value;
    case "in":
      return Array.isArray(value) && value.includes(actual);
    case "notIn":
      return Array.isArray(value) && !value.includes(actual);
    case "lessThan":
      return Number(actual) < Number(value);
    case "lessThanInclusive":
      return Number(actual) <= Number(value);
    case "greaterThan":
      return Number(actual) > Number(value);
    case "greaterThanInclusive":
      return Number(actual) >= Number(value);
  }
}
