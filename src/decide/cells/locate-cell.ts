import type { Facts } from "../../domain/decision.ts";
import type { FactName } from "./fact-name.ts";
import { factScale } from "./fact-scale.ts";
import type { FactAxis, ThresholdGrid } from "./threshold-grid.ts";

/** An axis prepared for many look-ups: the lowest step of each cell, or the cell of each word. */
type Locator = { readonly read: (facts: Facts) => unknown; readonly size: number } & (
  | {
      readonly kind: "number";
      readonly stepsPerUnit: number;
      readonly lastStep: number;
      readonly starts: readonly number[];
    }
  | { readonly kind: "word"; readonly indexes: ReadonlyMap<unknown, number> }
);

/** The cell of each axis that facts lie in; null for facts outside the grid, which have no nearest cell. */
export function cellOf(grid: ThresholdGrid, facts: Facts): readonly number[] | null {
  const cell = grid.map((axis) => locate(locatorOf(axis), facts));
  return cell.includes(-1) ? null : cell;
}

/**
 * The number of the cell that facts lie in, from 0 up; -1 for facts outside the grid. Unique as long as the grid
 * has at most 2^53 cells.
 */
export function cellNumberer(grid: ThresholdGrid): (facts: Facts) => number {
  const locators = grid.map(locatorOf);
  return (facts) => {
    let number = 0;
    for (const locator of locators) {
      const index = locate(locator, facts);
      if (index < 0) return -1;
      number = number * locator.size + index;
    }
    return number;
  };
}

/** The index of the cell of one axis; -1 for a value that the fact cannot have. */
function locate(locator: Locator, facts: Facts): number {
  const value = locator.read(facts);
  if (locator.kind === "word") return locator.indexes.get(value) ?? -1;
  if (typeof value !== "number") return -1;
  const { stepsPerUnit, lastStep, starts } = locator;
  const step = Math.round(value * stepsPerUnit);
  // Also false for NaN, and for a score that was not rounded.
  const isOnScale = step >= 0 && step <= lastStep && step / stepsPerUnit === value;
  return isOnScale ? lastUpTo(starts, step) : -1;
}

function locatorOf({ fact, spec, cells }: FactAxis): Locator {
  const common = { read: readers[fact], size: cells.length };
  const scale = factScale(spec);
  if (scale !== null) {
    const starts = cells.map((cell) =>
      cell.kind === "range" ? Math.round(cell.from * scale.stepsPerUnit) : 0,
    );
    return { ...common, kind: "number", ...scale, starts };
  }
  const indexes = cells.flatMap((cell, index) =>
    cell.kind === "values" ? cell.values.map((value) => [value, index] as const) : [],
  );
  return { ...common, kind: "word", indexes: new Map(indexes) };
}

/** One function for each fact: reading by a name that varies takes longer than everything else here together. */
const readers: Readonly<Record<FactName, (facts: Facts) => unknown>> = {
  forcedRoute: (facts) => facts.forcedRoute,
  priorityScore: (facts) => facts.priorityScore,
  hasPriorityScore: (facts) => facts.hasPriorityScore,
  completeness: (facts) => facts.completeness,
  manufacturerReliability: (facts) => facts.manufacturerReliability,
  combinedScore: (facts) => facts.combinedScore,
  recentFailures: (facts) => facts.recentFailures,
};

/** The index of the last number that is at most `value`; the first is taken for granted. */
function lastUpTo(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= value) low = middle;
    else high = middle;
  }
  return low;
}
