import type { Facts } from "../../domain/decision.ts";
import type { FactName, FactValue } from "./fact-name.ts";
import type { FactCell, ThresholdGrid } from "./threshold-grid.ts";

/** Neighbouring cells of one axis by index, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** A part of the grid: one span for each of its axes, in their order. */
export type Box = readonly Span[];

/** The whole grid. */
export function wholeBox(grid: ThresholdGrid): Box {
  return grid.map(({ cells }) => ({ first: 0, last: cells.length - 1 }));
}

/** How many cells a box has; only roughly above 2^53. */
export function boxSize(box: Box): number {
  return box.reduce((product, { first, last }) => product * (last - first + 1), 1);
}

/** What two boxes have in common; null when that is nothing. */
export function commonBox(one: Box, other: Box): Box | null {
  const spans = one.map(({ first, last }, axis) => ({
    first: Math.max(first, other[axis]?.first ?? first),
    last: Math.min(last, other[axis]?.last ?? last),
  }));
  return spans.every(({ first, last }) => first <= last) ? spans : null;
}

/** Every cell of a box, the last axis running fastest. */
export function* cellsIn(box: Box): Generator<readonly number[]> {
  const cell = box.map(({ first }) => first);
  for (;;) {
    yield [...cell];
    let axis = box.length - 1;
    for (; axis >= 0; axis -= 1) {
      const { first, last } = box[axis] ?? { first: 0, last: 0 };
      const next = (cell[axis] ?? last) + 1;
      cell[axis] = next > last ? first : next;
      if (next <= last) break;
    }
    if (axis < 0) return;
  }
}

const anyFacts: Facts = {
  forcedRoute: "none",
  priorityScore: 0,
  hasPriorityScore: true,
  completeness: 0,
  manufacturerReliability: 0,
  combinedScore: 0,
  recentFailures: 0,
};

/** Facts that lie in a cell, each the lowest value of its cell, or the highest. */
export function factsIn(
  grid: ThresholdGrid,
  cell: readonly number[],
  corner: "lowest" | "highest" = "lowest",
): Facts {
  return grid.reduce<Facts>((facts, { fact, cells }, axis) => {
    const values = cells[cell[axis] ?? 0];
    return values === undefined ? facts : withFact(facts, fact, cornerOf(values, corner));
  }, anyFacts);
}

function cornerOf(cell: FactCell, corner: "lowest" | "highest"): FactValue {
  if (cell.kind === "range") return corner === "lowest" ? cell.from : cell.to;
  return cell.values.at(corner === "lowest" ? 0 : -1);
}

/** The same facts with another value of one. */
export function withFact(facts: Facts, fact: FactName, value: FactValue): Facts {
  return { ...facts, [fact]: value };
}
