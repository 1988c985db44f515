import type { Facts } from "../../domain/decision.ts";
import { type FactScale, factScale } from "./fact-scale.ts";
import type { FactAxis, FactCell, ThresholdGrid } from "./threshold-grid.ts";

/** The index of the cell a value lies in; -1 for a value that the fact cannot have. */
export type LocateValue = (value: unknown) => number;

/** Prepares an axis for many look-ups. */
export function locateOn({ spec, cells }: FactAxis): LocateValue {
  const scale = factScale(spec);
  return scale === null ? locateWord(cells) : locateNumber(scale, cells);
}

/** The cell of each axis that facts lie in; null for facts outside the grid, which have no nearest cell. */
export function cellOf(grid: ThresholdGrid, facts: Facts): readonly number[] | null {
  const cell = grid.map((axis) => locateOn(axis)(facts[axis.fact]));
  return cell.includes(-1) ? null : cell;
}

/**
 * The number of the cell that facts lie in, from 0 up; -1 for facts outside the grid. Unique as long as the grid
 * has at most 2^53 cells.
 */
export function cellNumberer(grid: ThresholdGrid): (facts: Facts) => number {
  const axes = grid.map((axis) => ({ fact: axis.fact, locate: locateOn(axis), size: axis.cells.length }));
  return (facts) => {
    let number = 0;
    for (const { fact, locate, size } of axes) {
      const index = locate(facts[fact]);
      if (index < 0) return -1;
      number = number * size + index;
    }
    return number;
  };
}

function locateWord(cells: readonly FactCell[]): LocateValue {
  const indexes = new Map<unknown, number>(
    cells.flatMap((cell, index) =>
      cell.kind === "values" ? cell.values.map((value) => [value, index]) : [],
    ),
  );
  return (value) => indexes.get(value) ?? -1;
}

function locateNumber({ stepsPerUnit, lastStep }: FactScale, cells: readonly FactCell[]): LocateValue {
  const starts = cells.map((cell) => (cell.kind === "range" ? cell.from : 0));
  return (value) => {
    if (typeof value !== "number") return -1;
    const step = Math.round(value * stepsPerUnit);
    // Also false for NaN, and for a score that was not rounded.
    if (!(step >= 0 && step <= lastStep && step / stepsPerUnit === value)) return -1;
    return lastStartUpTo(starts, value);
  };
}

function lastStartUpTo(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= value) low = middle;
    else high = middle;
  }
  return low;
}
