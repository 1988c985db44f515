import { cellCount, type ThresholdGrid } from "./threshold-grid.ts";

const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** Every cell of a grid that has at most `limit` of them, otherwise `limit` cells spread evenly over it. */
export function* sampleCells(grid: ThresholdGrid, limit: number): Generator<readonly number[]> {
  const count = cellCount(grid);
  const isComplete = count <= limit;
  for (let index = 0; index < Math.min(count, limit); index += 1) {
    // Multiples of the golden ratio spread without a period that could fall together with an axis.
    yield cellAt(grid, isComplete ? index : Math.floor(((index * goldenRatio) % 1) * count));
  }
}

/** The cell with this number, as `cellNumberer` counts. */
function cellAt(grid: ThresholdGrid, number: number): readonly number[] {
  let rest = number;
  return grid
    .toReversed()
    .map(({ cells }) => {
      const index = rest % cells.length;
      rest = Math.floor(rest / cells.length);
      return index;
    })
    .toReversed();
}
