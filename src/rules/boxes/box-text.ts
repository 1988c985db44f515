import type { Box } from "../../decide/cells/box.ts";
import { describeBox, describeSpan } from "../../decide/cells/describe-box.ts";
import type { ThresholdGrid } from "../../decide/cells/threshold-grid.ts";

/** A box in words; that the route of its parts is not forced goes without saying. */
export function boxText(grid: ThresholdGrid, box: Box): string {
  const axis = grid.findIndex(({ fact }) => fact === "forcedRoute");
  const [forced, span] = [grid[axis], box[axis]];
  if (forced === undefined || span === undefined || describeSpan(forced, span) !== "none") {
    return describeBox(grid, box);
  }
  return describeBox(grid, box.with(axis, { first: 0, last: forced.cells.length - 1 }));
}

/** A box as data: the limits of every fact that has any; null is no upper limit. */
export function boxData(grid: ThresholdGrid, box: Box): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    grid.flatMap((axis, index) => {
      const { first, last } = box[index] ?? { first: 0, last: -1 };
      if (describeSpan(axis, { first, last }) === null) return [];
      const cells = axis.cells.slice(first, last + 1);
      const values = cells.flatMap((cell) => (cell.kind === "values" ? cell.values : []));
      const froms = cells.flatMap((cell) => (cell.kind === "range" ? [cell.from] : []));
      const to = cells.flatMap((cell) => (cell.kind === "range" ? [cell.to] : [])).at(-1);
      const isOpen = to === Number.MAX_SAFE_INTEGER;
      return [[axis.fact, values.length > 0 ? values : { from: froms[0], to: isOpen ? null : to }]];
    }),
  );
}
