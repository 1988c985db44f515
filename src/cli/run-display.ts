import type { BatchId } from "../domain/batch.ts";
import type { PartEvent, RunObserver } from "../local/run-observer.ts";
import type { Context } from "./context.ts";
import { lookupsText } from "./lookups-text.ts";
import { openProgressLog } from "./terminal/progress-log.ts";
import { type Progress, startProgress } from "./terminal/progress.ts";

/** Shows a run while it goes on: a note per batch, a live line for its parts, and the progress log. */
export function runDisplay(context: Context): RunObserver & { stop(): void } {
  const { terminal, resolved, log, lines } = context;
  const progressLog = openProgressLog({
    file: resolved.values.progressLog,
    now: () => new Date(),
    logger: log,
  });
  const writeDirectly = lines.write;
  let shown: { progress: Progress; total: number; done: number; startedMs: number } | undefined;
  const counts = { completed: 0, failed: 0, deferred: 0 };

  function stop(): void {
    shown?.progress.stop();
    shown = undefined;
    lines.write = writeDirectly;
  }

  return {
    stop,
    onBatchOpened: (batchId) => context.note("batch", batchId),
    onStage(_batchId, stage) {
      if (stage !== "scrape") stop();
    },
    onPlanned(_batchId, parts) {
      if (parts === 0) return;
      Object.assign(counts, { completed: 0, failed: 0, deferred: 0 });
      const progress = startProgress({
        terminal,
        label: "automation",
        total: parts,
        nowMs: () => performance.now(),
      });
      lines.write = (line) => progress.printAbove(line);
      shown = { progress, total: parts, done: 0, startedMs: performance.now() };
      context.note("automation", lookupsText(parts));
    },
    onPart(batchId: BatchId, event: PartEvent) {
      if (shown === undefined || event.kind === "released" || event.kind === "untouched") return;
      counts[event.kind] += 1;
      shown.done += 1;
      shown.progress.update(counts);
      const elapsedMs = performance.now() - shown.startedMs;
      const outcome = event.kind === "failed" ? event.errorClass : event.kind;
      progressLog.record({ batchId, ...shown, elapsedMs, part: event.mpn, outcome });
    },
  };
}
