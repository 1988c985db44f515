import type { BatchId } from "../../domain/batch.ts";

/** A batch is in somebody else's work, so that nothing of it can be replayed now. */
export class BatchBusy extends Error {
  override readonly name = "BatchBusy";
  /** When to try again, in milliseconds from now. */
  readonly retryDelayMs = 15_000;

  constructor(batchId: BatchId) {
    super(`${batchId} is in the work of another run: replay this one when that has ended.`);
  }
}
