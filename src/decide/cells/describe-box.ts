import type { Box, Span } from "./box.ts";
import { type FactScale, factScale } from "./fact-scale.ts";
import type { FactAxis, ThresholdGrid } from "./threshold-grid.ts";

/** `completeness from 0.5 to below 0.8, recentFailures at most 2`: every fact that the box limits, once. */
export function describeBox(grid: ThresholdGrid, box: Box): string {
  const limits = grid.flatMap((axis, index) => {
    const span = box[index];
    const limit = span === undefined ? null : describeSpan(axis, span);
    return limit === null ? [] : [`${axis.fact} ${limit}`];
  });
  return limits.length === 0 ? "every part" : limits.join(", ");
}

/** `from 0.5 to below 0.8`, `at least 3`, `none or manual`; null when the span holds every value of the fact. */
export function describeSpan({ spec, cells }: FactAxis, { first, last }: Span): string | null {
  if (first === 0 && last === cells.length - 1) return null;
  const scale = factScale(spec);
  const [low, high] = [cells[first], cells[last]];
  if (scale !== null && low?.kind === "range" && high?.kind === "range") {
    return describeRange(low.from, high.to, scale);
  }
  return cells
    .slice(first, last + 1)
    .flatMap((cell) => (cell.kind === "values" ? cell.values : []))
    .join(" or ");
}

function describeRange(from: number, to: number, scale: FactScale): string {
  if (from === to) return `exactly ${from}`;
  const isOpenAbove = to === scale.lastStep / scale.stepsPerUnit;
  if (from === 0) return upperLimit(to, scale, "at most");
  const lower = lowerLimit(from, scale, isOpenAbove ? "at least" : "from");
  return isOpenAbove ? lower : `${lower} to ${upperLimit(to, scale, "").trimStart()}`;
}

/** A limit has two names, one of which is the threshold somebody wrote: that with fewer digits. */
function lowerLimit(from: number, { stepsPerUnit }: FactScale, word: string): string {
  const below = (Math.round(from * stepsPerUnit) - 1) / stepsPerUnit;
  return String(below).length < String(from).length ? `above ${below}` : `${word} ${from}`;
}

function upperLimit(to: number, { stepsPerUnit }: FactScale, word: string): string {
  const above = (Math.round(to * stepsPerUnit) + 1) / stepsPerUnit;
  return String(above).length < String(to).length ? `below ${above}` : `${word} ${to}`;
}
