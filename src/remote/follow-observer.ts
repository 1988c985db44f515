import type { FollowedBatch } from "../store/followed-batches.ts";

/** Whoever shows a run on Trigger.dev while it goes on. */
export interface FollowObserver {
  onStarted(platformRunId: string): void;
  /** Still without a worker; told once. */
  onQueued(): void;
  /** The batches the run has opened or holds, as they are now. */
  onBatches(batches: readonly FollowedBatch[]): void;
}
