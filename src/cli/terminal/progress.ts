import { beforeProcessEnds } from "./before-process-ends.ts";
import { progressLine, type ProgressCounts } from "./progress-line.ts";
import type { Terminal } from "./terminal.ts";

/** A line on stderr that follows the work; where stderr is no terminal, only what is printed above it appears. */
export interface Progress {
  update(counts: ProgressCounts): void;
  /** Writes a line above the progress line, which stays the last one. */
  printAbove(line: string): void;
  /** Removes the line; later updates draw nothing. */
  stop(): void;
}

const leastRedrawMs = 100;
/** Without news the line is redrawn this often, so that its clock goes on. */
const idleRedrawMs = 1000;
const eraseLine = "\r\u001B[2K";

/** Starts a progress line over `total` tasks; at most ten redraws a second. `nowMs` never goes backwards. */
export function startProgress(options: {
  readonly terminal: Pick<Terminal, "stderr" | "stderrColors" | "emoji">;
  /** What is going on, in a word: `automation`. */
  readonly label: string;
  readonly total: number;
  readonly nowMs: () => number;
}): Progress {
  const { terminal, label, total, nowMs } = options;
  const { stderr, stderrColors: colors, emoji } = terminal;
  if (stderr.isTTY !== true) return withoutLine(terminal);

  const startedMs = nowMs();
  let counts: ProgressCounts = { completed: 0, failed: 0, deferred: 0 };
  let drawnMs = -Infinity;
  let isCurrent = false;

  const draw = () => {
    drawnMs = nowMs();
    isCurrent = true;
    const columns = stderr.columns ?? 80;
    const elapsedMs = drawnMs - startedMs;
    stderr.write(eraseLine + progressLine({ label, counts, total, elapsedMs, columns, emoji, colors }));
  };
  const drawWhenDue = () => {
    if (nowMs() - drawnMs >= (isCurrent ? idleRedrawMs : leastRedrawMs)) draw();
  };
  const erase = () => stderr.write(eraseLine);
  const timer = setInterval(drawWhenDue, leastRedrawMs).unref();
  const forget = beforeProcessEnds(erase);
  draw();

  return {
    update(next) {
      counts = next;
      isCurrent = false;
      drawWhenDue();
    },
    printAbove(line) {
      erase();
      stderr.write(`${line}\n`);
      draw();
    },
    stop() {
      clearInterval(timer);
      forget();
      erase();
    },
  };
}

function withoutLine({ stderr }: Pick<Terminal, "stderr">): Progress {
  return {
    update: () => undefined,
    printAbove: (line) => stderr.write(`${line}\n`),
    stop: () => undefined,
  };
}
