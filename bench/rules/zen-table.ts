import type { Condition } from "../../src/decide/condition.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";

const operators: Readonly<Record<string, string>> = {
  equal: "==",
  notEqual: "!=",
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

/** A ruleset as a JSON Decision Model of one table, first row that holds; it answers rule and lane. */
export function zenTableOf({ rules, lane, otherwise }: Ruleset): object {
  const high = expressionOf(lane);
  const rows = [
    ...rules.map(({ id, when, then }) => ({ id, when: expressionOf(when), route: then.route })),
    { id: "otherwise", when: "", route: otherwise.route },
  ];
  const table = {
    hitPolicy: "first",
    inputs: [{ id: "when", name: "when" }],
    outputs: [
      { id: "rule", name: "rule", field: "rule" },
      { id: "isHigh", name: "isHigh", field: "isHigh" },
    ],
    rules: rows.map(({ id, when, route }) => ({
      _id: id,
      when,
      rule: JSON.stringify(id),
      isHigh: route === "automation" ? high : "false",
    })),
  };
  return {
    nodes: [
      node("input", "inputNode", {}),
      node("table", "decisionTableNode", table),
      node("output", "outputNode", {}),
    ],
    edges: [
      { id: "1", type: "edge", sourceId: "input", targetId: "table" },
      { id: "2", type: "edge", sourceId: "table", targetId: "output" },
    ],
  };
}

function node(id: string, type: string, content: unknown): object {
  return { id, type, name: id, position: { x: 0, y: 0 }, content };
}

function expressionOf(condition: Condition): string {
  if ("fact" in condition) {
    const operator = operators[condition.operator];
    if (operator === undefined) throw new Error(`no such comparison here: ${condition.operator}`);
    return `${condition.fact} ${operator} ${JSON.stringify(condition.value)}`;
  }
  if ("not" in condition) return `not (${expressionOf(condition.not)})`;
  const [members, word] = "all" in condition ? [condition.all, " and "] : [condition.any, " or "];
  return members.map((member) => `(${expressionOf(member)})`).join(word);
}
