import type { RunObserver } from "../local/run-observer.ts";
import type { Context } from "./context.ts";
import { lookupsText } from "./lookups-text.ts";
import { progressRecorder } from "./progress-recorder.ts";
import { type Progress, startProgress } from "./terminal/progress.ts";

/** Shows a run while it goes on: a note per batch, a live line for its parts, and the progress log. */
export function runDisplay(context: Context): RunObserver & { stop(): void } {
  const { terminal, resolved, log, lines } = context;
  const recorder = progressRecorder({ file: resolved.values.progressLog, logger: log });
  const writeDirectly = lines.write;
  let shown: Progress | undefined;
  const counts = { completed: 0, failed: 0, deferred: 0 };

  function stop(): void {
    shown?.stop();
    shown = undefined;
    lines.write = writeDirectly;
  }

  return {
    stop,
    onBatchOpened: (batchId) => context.note("batch", batchId),
    onStage(_batchId, stage) {
      if (stage !== "scrape") stop();
    },
    onPlanned(batchId, parts) {
      recorder.onPlanned(batchId, parts);
      if (parts === 0) return;
      Object.assign(counts, { completed: 0, failed: 0, deferred: 0 });
      const progress = startProgress({
        terminal,
        label: "automation",
        total: parts,
        nowMs: () => performance.now(),
      });
      lines.write = (line) => progress.printAbove(line);
      shown = progress;
      context.note("automation", lookupsText(parts));
    },
    onPart(batchId, event) {
      recorder.onPart(batchId, event);
      if (event.kind === "released" || event.kind === "untouched") return;
      counts[event.kind] += 1;
      shown?.update(counts);
    },
  };
}
