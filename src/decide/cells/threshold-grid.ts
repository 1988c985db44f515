import { testsOf, type Condition } from "../condition.ts";
import { factCatalogue, type FactSpec, type OperatorName } from "../fact-catalogue.ts";
import type { Ruleset } from "../ruleset.ts";
import { type FactName, isFactName } from "./fact-name.ts";
import { type FactScale, factScale, stepAbove, stepFrom } from "./fact-scale.ts";
import { type CellTest, cellTest, literalsOf } from "./test-holds.ts";

/** Values of one fact that every test of a grid answers alike; both ends of a range belong to it. */
export type FactCell =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "values"; readonly values: readonly (string | boolean)[] };

/** One fact cut into cells, ascending, without gaps: every value of the fact lies in exactly one. */
export interface FactAxis {
  readonly fact: FactName;
  readonly spec: FactSpec;
  readonly cells: readonly FactCell[];
}

/** All facts in the order of the catalogue. A cell of the grid is one cell of each axis. */
export type ThresholdGrid = readonly FactAxis[];

/**
 * How finely facts are cut. `decision`: only where some test changes its answer. `threshold`: on both sides of
 * each threshold, so that the threshold itself is a cell, with one below it and one above.
 */
export type Grain = "decision" | "threshold";

/** Every condition that a decision by this ruleset depends on. */
export function decidingConditions({ rules, lane }: Pick<Ruleset, "rules" | "lane">): readonly Condition[] {
  return [...rules.map(({ when }) => when), lane];
}

/**
 * The coarsest grid on which no test inside `conditions` changes its answer within a cell; null when there is
 * none, because a test is no comparison of a fact with literals of its own kind.
 */
export function thresholdGrid(conditions: readonly Condition[], grain: Grain): ThresholdGrid | null {
  const written = conditions.flatMap(testsOf);
  const tests = written.map(cellTest).filter((test) => test !== null);
  if (tests.length < written.length) return null;
  return [...factCatalogue].flatMap(([fact, spec]) => {
    if (!isFactName(fact)) return [];
    const own = tests.filter((test) => test.fact === fact);
    const scale = factScale(spec);
    const cells = scale === null ? valueCells(spec, own) : rangeCells(scale, own, grain);
    return [{ fact, spec, cells }];
  });
}

/** How many cells a grid has; only roughly above 2^53. */
export function cellCount(grid: ThresholdGrid): number {
  return grid.reduce((product, { cells }) => product * cells.length, 1);
}

function rangeCells(scale: FactScale, tests: readonly CellTest[], grain: Grain): readonly FactCell[] {
  const { stepsPerUnit, lastStep } = scale;
  const cuts = new Set(
    tests.flatMap((test) =>
      literalsOf(test).flatMap((value) => cutsOf(test.operator, Number(value), scale, grain)),
    ),
  );
  const starts = [0, ...[...cuts].filter((step) => step > 0 && step <= lastStep).toSorted((a, b) => a - b)];
  return starts.map((start, index) => ({
    kind: "range",
    from: start / stepsPerUnit,
    to: ((starts[index + 1] ?? lastStep + 1) - 1) / stepsPerUnit,
  }));
}

/** The steps at which a comparison with `value` may answer otherwise than one step below. */
function cutsOf(operator: OperatorName, value: number, scale: FactScale, grain: Grain): readonly number[] {
  const from = stepFrom(value, scale);
  const above = stepAbove(value, scale);
  if (grain === "threshold") return [from, above];
  switch (operator) {
    case "lessThan":
    case "greaterThanInclusive":
      return [from];
    case "lessThanInclusive":
    case "greaterThan":
      return [above];
    case "equal":
    case "notEqual":
    case "in":
    case "notIn":
      return [from, above];
  }
}

/** A cell for each value that some test names, and one for all the others together. */
function valueCells(spec: FactSpec, tests: readonly CellTest[]): readonly FactCell[] {
  const all = spec.type === "choice" ? spec.values : [false, true];
  const named = new Set(tests.flatMap(literalsOf));
  const rest = all.filter((value) => !named.has(value));
  return all.flatMap((value): FactCell[] => {
    if (named.has(value)) return [{ kind: "values", values: [value] }];
    return value === rest[0] ? [{ kind: "values", values: rest }] : [];
  });
}
