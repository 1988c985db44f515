import type { ConditionResult } from "../domain/decision.ts";

/** A test as the engine evaluated it, and the innermost named condition it stands in. */
export interface EvaluatedTest extends ConditionResult {
  readonly namedCondition: string | null;
}

/** The conditions of a rule after a run. */
export type EvaluatedCondition =
  | { readonly kind: "test"; readonly test: EvaluatedTest }
  | {
      readonly kind: "all" | "any" | "not";
      readonly isMet: boolean;
      readonly children: readonly EvaluatedCondition[];
    };

/** The part of the engine's record that is read here; its own declarations intersect into something unusable. */
type EngineCondition = EngineTest | EngineGroup;
interface EngineTest {
  readonly name?: string;
  readonly fact: string;
  readonly operator: string;
  readonly factResult?: unknown;
  readonly valueResult?: unknown;
  readonly result?: boolean;
}
type EngineGroup = { readonly name?: string } & (
  | { readonly all: readonly EngineCondition[] }
  | { readonly any: readonly EngineCondition[] }
  | { readonly not: EngineCondition }
  | { readonly condition: string }
);

/** Reads the engine's own record of a run; nothing is evaluated again. */
export function evaluatedCondition(
  condition: EngineCondition,
  enclosing: string | null = null,
): EvaluatedCondition {
  const name = condition.name ?? enclosing;
  if ("fact" in condition) return { kind: "test", test: evaluatedTest(condition, name) };
  const children = childrenOf(condition).map((child) => evaluatedCondition(child, name));
  if ("any" in condition) return { kind: "any", isMet: children.some(isMet), children };
  if ("not" in condition) return { kind: "not", isMet: !children.some(isMet), children };
  return { kind: "all", isMet: children.every(isMet), children };
}

/** Every test in reading order. */
export function evaluatedTests(condition: EvaluatedCondition): readonly EvaluatedTest[] {
  const tests: EvaluatedTest[] = [];
  collectTests(condition, tests);
  return tests;
}

function collectTests(condition: EvaluatedCondition, tests: EvaluatedTest[]): void {
  if (condition.kind === "test") tests.push(condition.test);
  else for (const child of condition.children) collectTests(child, tests);
}

export function isMet(condition: EvaluatedCondition): boolean {
  return condition.kind === "test" ? condition.test.isMet : condition.isMet;
}

function evaluatedTest(condition: EngineTest, namedCondition: string | null): EvaluatedTest {
  return {
    fact: condition.fact,
    operator: condition.operator,
    value: condition.valueResult,
    actual: condition.factResult,
    isMet: condition.result === true,
    namedCondition,
  };
}

function childrenOf(group: EngineGroup): readonly EngineCondition[] {
  if ("all" in group) return group.all;
  if ("any" in group) return group.any;
  if ("not" in group) return [group.not];
  throw new Error(`the condition "${group.condition}" was not expanded`);
}
