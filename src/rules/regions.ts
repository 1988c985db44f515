import { type Box, type Span, wholeBox } from "../decide/cells/box.ts";
import { cellTest, testHolds } from "../decide/cells/test-holds.ts";
import { decidingConditions, type ThresholdGrid, thresholdGrid } from "../decide/cells/threshold-grid.ts";
import { reservedIds } from "../decide/check-rules.ts";
import type { Condition, ConditionTest } from "../decide/condition.ts";
import type { Outcome } from "../decide/ruleset-schema.ts";
import type { RoutingRule, Ruleset } from "../decide/ruleset.ts";

/** A box of facts that one rule decides, or none does. */
export interface Region {
  readonly ruleId: string;
  readonly outcome: Outcome;
  readonly box: Box;
}

/** All facts cut into regions that do not overlap, in the order of the rules. */
export interface RegionMap {
  readonly grid: ThresholdGrid;
  readonly regions: readonly Region[];
}

/** More regions than this nobody reads, and they take longer than anybody waits. */
const maxRegions = 20_000;

/**
 * The regions of a ruleset, exactly: a box is cut at the first test that its facts answer differently, until one rule
 * decides all of it. Null when there are too many, or when a test is no comparison with literals.
 */
export function regionMap(ruleset: Pick<Ruleset, "rules" | "lane" | "otherwise">): RegionMap | null {
  const grid = thresholdGrid(decidingConditions(ruleset), "decision");
  if (grid === null) return null;
  const regions: Region[] = [];
  const open: Box[] = [wholeBox(grid)];
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const found = firstMatch(ruleset.rules, grid, box);
    if (found.kind === "split") open.push(...splitBox(grid, box, found.test).toReversed());
    else {
      const { id: ruleId, then: outcome } = found.rule ?? {
        id: reservedIds.otherwise,
        then: ruleset.otherwise,
      };
      regions.push({ ruleId, outcome, box });
    }
    if (regions.length + open.length > maxRegions) return null;
  }
  const place = ({ ruleId }: Region) => {
    const index = ruleset.rules.findIndex(({ id }) => id === ruleId);
    return index < 0 ? ruleset.rules.length : index;
  };
  return { grid, regions: regions.toSorted((one, other) => place(one) - place(other)) };
}

type Match =
  | { readonly kind: "decided"; readonly rule: RoutingRule | null }
  | { readonly kind: "split"; readonly test: ConditionTest };

function firstMatch(rules: readonly RoutingRule[], grid: ThresholdGrid, box: Box): Match {
  for (const rule of rules) {
    const answer = answerIn(rule.when, grid, box);
    if (typeof answer !== "boolean") return { kind: "split", test: answer };
    if (answer) return { kind: "decided", rule };
  }
  return { kind: "decided", rule: null };
}

/** What a condition is in a whole box, or the first test that stands in the way of telling. */
function answerIn(condition: Condition, grid: ThresholdGrid, box: Box): boolean | ConditionTest {
  if ("fact" in condition) {
    const runs = runsOf(condition, grid, box);
    return runs.length === 1 ? (runs[0]?.holds ?? false) : condition;
  }
  if ("not" in condition) {
    const inner = answerIn(condition.not, grid, box);
    return typeof inner === "boolean" ? !inner : inner;
  }
  const [children, deciding] = "all" in condition ? [condition.all, false] : [condition.any, true];
  const answers = children.map((child) => answerIn(child, grid, box));
  if (answers.includes(deciding)) return deciding;
  return answers.find((answer) => typeof answer !== "boolean") ?? !deciding;
}

interface Run extends Span {
  readonly holds: boolean;
}

/** Neighbouring cells of a box that answer a test alike. */
function runsOf(written: ConditionTest, grid: ThresholdGrid, box: Box): readonly Run[] {
  const test = cellTest(written);
  const axis = grid.findIndex(({ fact }) => fact === written.fact);
  const { first, last } = box[axis] ?? { first: 0, last: -1 };
  const cells = grid[axis]?.cells.slice(first, last + 1) ?? [];
  return cells.reduce<readonly Run[]>((runs, cell, offset) => {
    const holds = test !== null && testHolds(test, cell.kind === "range" ? cell.from : cell.values[0]);
    const index = first + offset;
    const run = runs.at(-1);
    return run?.holds === holds
      ? [...runs.slice(0, -1), { ...run, last: index }]
      : [...runs, { holds, first: index, last: index }];
  }, []);
}

function splitBox(grid: ThresholdGrid, box: Box, test: ConditionTest): readonly Box[] {
  const axis = grid.findIndex(({ fact }) => fact === test.fact);
  return runsOf(test, grid, box).map(({ first, last }) => box.with(axis, { first, last }));
}
