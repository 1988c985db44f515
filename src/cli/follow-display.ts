import type { BatchId } from "../domain/batch.ts";
import type { FollowObserver } from "../remote/follow-observer.ts";
import type { Context } from "./context.ts";
import { lookupsText } from "./lookups-text.ts";
import { type Progress, startProgress } from "./terminal/progress.ts";

/** Shows a run on Trigger.dev as `runDisplay` shows one of this process: a note per batch, a live line for its parts. */
export function followDisplay(context: Context): FollowObserver & { stop(): void } {
  const { terminal, lines } = context;
  const writeDirectly = lines.write;
  const noted = new Set<BatchId>();
  let shown: { progress: Progress; batchId: BatchId } | undefined;

  function stop(): void {
    shown?.progress.stop();
    shown = undefined;
    lines.write = writeDirectly;
  }

  function show(batchId: BatchId, total: number): Progress {
    stop();
    const progress = startProgress({
      terminal,
      label: "automation",
      total,
      nowMs: () => performance.now(),
    });
    lines.write = (line) => progress.printAbove(line);
    shown = { progress, batchId };
    context.note("automation", lookupsText(total));
    return progress;
  }

  return {
    stop,
    onStarted: (platformRunId) =>
      context.note("start", `${platformRunId} is started; Ctrl-C only stops following it`),
    onQueued: () => context.note("deferred", "it waits in the queue for a worker"),
    onBatches(batches) {
      const current = batches.findLast(({ isSettled, total }) => !isSettled && total > 0);
      if (shown !== undefined && shown.batchId !== current?.id) stop();
      for (const { id } of batches) {
        if (!noted.has(id)) context.note("batch", id);
        noted.add(id);
      }
      if (current === undefined) return;
      const progress = shown?.progress ?? show(current.id, current.total);
      progress.update(current);
    },
  };
}
