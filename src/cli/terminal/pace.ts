import { formatDuration } from "./format-duration.ts";

/** How far and how fast something goes, formatted for people. */
export interface Pace {
  /** `45%`; never 100 before the last one is done. */
  readonly percent: string;
  /** `3.2/s`; `-` before anything is done. */
  readonly rate: string;
  /** How long the rest takes at the mean rate so far; `-` while unknown. */
  readonly eta: string;
}

/** The pace of `done` of `total` after `elapsedMs`. */
export function pace(done: number, total: number, elapsedMs: number): Pace {
  const percent = `${total === 0 ? 100 : Math.floor((100 * done) / total)}%`;
  if (done === 0 || elapsedMs <= 0) return { percent, rate: "-", eta: "-" };
  const perSecond = (1000 * done) / elapsedMs;
  return {
    percent,
    rate: `${perSecond.toFixed(perSecond < 1 ? 2 : 1)}/s`,
    eta: formatDuration((1000 * Math.max(0, total - done)) / perSecond),
  };
}
