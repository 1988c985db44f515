import type { Condition } from "../../src/decide/condition.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";

const operators: Readonly<Record<string, string>> = {
  equal: "===",
  notEqual: "!==",
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

/** A ruleset as one JsonLogic expression that answers as the contenders do. */
export function jsonLogicOf({ rules, lane }: Ruleset): object {
  const high = conditionOf(lane);
  const branches = rules.flatMap(({ id, when, then }) => [
    conditionOf(when),
    then.route === "manual" ? id : { if: [high, `${id} high`, id] },
  ]);
  return { if: [...branches, "otherwise"] };
}

function conditionOf(condition: Condition): object {
  if ("fact" in condition) {
    const operator = operators[condition.operator];
    if (operator === undefined) throw new Error(`no such comparison here: ${condition.operator}`);
    return { [operator]: [{ var: condition.fact }, condition.value] };
  }
  if ("not" in condition) return { "!": [conditionOf(condition.not)] };
  return "all" in condition
    ? { and: condition.all.map(conditionOf) }
    : { or: condition.any.map(conditionOf) };
}
