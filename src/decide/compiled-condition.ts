import type { Facts } from "../domain/decision.ts";
import { cellTest, testHolds } from "./cells/test-holds.ts";
import type { Condition } from "./condition.ts";
import { isMet, type EvaluatedCondition } from "./evaluated-condition.ts";

/** Evaluates one condition with every test in it; the facts have to be sound. */
export type CompiledCondition = (facts: Facts) => EvaluatedCondition;

/**
 * A condition that is evaluated without the engine and leaves the same record as a run of it.
 *
 * @throws {Error} when a test is no comparison that threshold cells can hold.
 */
export function compileCondition(condition: Condition, enclosing: string | null = null): CompiledCondition {
  if ("fact" in condition) return compileTest(condition, enclosing);
  const namedCondition = condition.name ?? enclosing;
  if ("not" in condition) {
    const compiled = compileCondition(condition.not, namedCondition);
    return (facts) => {
      const child = compiled(facts);
      return { kind: "not", isMet: !isMet(child), children: [child] };
    };
  }
  const isAll = "all" in condition;
  const compiled = (isAll ? condition.all : condition.any).map((child) =>
    compileCondition(child, namedCondition),
  );
  return (facts) => {
    const children = compiled.map((child) => child(facts));
    return isAll
      ? { kind: "all", isMet: children.every(isMet), children }
      : { kind: "any", isMet: children.some(isMet), children };
  };
}

function compileTest(
  written: Extract<Condition, { fact: string }>,
  namedCondition: string | null,
): CompiledCondition {
  const test = cellTest(written);
  if (test === null) throw new Error(`the test ${JSON.stringify(written)} cannot be compiled`);
  const { fact, operator, value } = test;
  return (facts) => {
    const actual = facts[fact];
    const isTrue = testHolds(test, actual);
    return { kind: "test", test: { fact, operator, value, actual, isMet: isTrue, namedCondition } };
  };
}
