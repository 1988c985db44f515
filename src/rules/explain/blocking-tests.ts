import {
  evaluatedTests,
  type EvaluatedCondition,
  type EvaluatedTest,
  isMet,
} from "../../decide/evaluated-condition.ts";

/** The tests because of which a condition is not met; none when it is. */
export function blockingTests(condition: EvaluatedCondition): readonly EvaluatedTest[] {
  if (isMet(condition)) return [];
  if (condition.kind === "test") return [condition.test];
  // Under a "not" it is what holds that stands in the way.
  if (condition.kind === "not")
    return condition.children.flatMap(evaluatedTests).filter((test) => test.isMet);
  return condition.children.flatMap(blockingTests);
}
