import { formatCount } from "./format-count.ts";
import { pace } from "./pace.ts";
import { symbol } from "./symbol.ts";
import type { Colors } from "./terminal.ts";
import { textWidth, truncate } from "./text-width.ts";

/** Tasks that ended, by how. */
export interface ProgressCounts {
  readonly completed: number;
  readonly failed: number;
  readonly deferred: number;
}

const leastBarColumns = 6;
const mostBarColumns = 30;
/** Ctrl-C makes the terminal write `^C` behind the line; it may not wrap, or erasing would miss the line. */
const interruptEchoColumns = 2;

/**
 * One line about work in progress, narrower than the terminal so that it never wraps: the bar takes what the
 * numbers leave, and goes first where there is little room.
 */
export function progressLine(options: {
  readonly label: string;
  readonly counts: ProgressCounts;
  readonly total: number;
  readonly elapsedMs: number;
  readonly columns: number;
  readonly emoji: boolean;
  readonly colors: Colors;
}): string {
  const { label, counts, total, elapsedMs, emoji, colors } = options;
  const done = counts.completed + counts.failed + counts.deferred;
  const { percent, rate, eta } = pace(done, total, elapsedMs);
  const head = emoji ? `${symbol("automation", options)} ${label}` : label;
  const numbers = [
    `${formatCount(done)}/${formatCount(total)}`,
    percent,
    rate,
    `ETA ${eta}`,
    ...(["completed", "failed", "deferred"] as const)
      .filter((name) => counts[name] > 0)
      .map((name) => `${symbol(name, options)} ${formatCount(counts[name])}`),
  ].join("  ");

  const available = options.columns - interruptEchoColumns - 1;
  const room = available - textWidth(`${head}  ${numbers}`) - 1;
  if (room < leastBarColumns) return truncate(`${head}  ${numbers}`, available);
  const columns = Math.min(room, mostBarColumns);
  const filled = total === 0 ? columns : Math.min(columns, Math.floor((columns * done) / total));
  const [full, empty] = emoji ? ["█", "░"] : ["#", "-"];
  return `${head} ${colors.green(full.repeat(filled))}${colors.dim(empty.repeat(columns - filled))}  ${numbers}`;
}
