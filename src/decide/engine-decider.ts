import type { Decision, Facts } from "../domain/decision.ts";
import { decisionOf } from "./decision-of.ts";
import { evaluatedCondition } from "./evaluated-condition.ts";
import { createFirstMatch } from "./first-match.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * Has json-rules-engine make every decision; the facts have to be sound.
 *
 * @throws whatever the engine throws; the next call is not affected.
 */
export function engineDecider(ruleset: Ruleset): (facts: Facts) => Promise<Decision> {
  const routing = createFirstMatch(ruleset.rules);
  const highLane = createFirstMatch([{ id: "high", when: ruleset.lane }]);
  return async (facts) => {
    const found = await routing.find(facts);
    const rule = ruleset.rules.find(({ id }) => id === found?.name);
    const winner =
      found === null || rule === undefined ? null : { rule, evaluated: evaluatedCondition(found.conditions) };
    const { route } = rule?.then ?? ruleset.otherwise;
    const isHigh = route === "automation" && (await highLane.find(facts)) !== null;
    return decisionOf(ruleset, facts, winner, isHigh ? "high" : "normal");
  };
}
