import type { RunBatch } from "../store/run-batches.ts";
import type { RunState } from "./stages.ts";

/**
 * Where a run goes on that was begun before: parts that its batches have taken, or will take when they are finished,
 * are not asked for again, and a source that had too few has no more.
 */
export function continuedRun(start: RunState, batches: readonly RunBatch[]): RunState {
  const taken = batches.reduce(
    (sum, batch) => sum + (batch.stage === "opened" ? batch.wanted : batch.taken),
    0,
  );
  const isExhausted = batches.some((batch) => batch.stage !== "opened" && batch.taken < batch.wanted);
  return {
    ...start,
    remainingParts: isExhausted ? 0 : Math.max(start.remainingParts - taken, 0),
    position: batches.at(-1)?.position ?? start.position,
  };
}
