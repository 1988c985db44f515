import { BatchId } from "../../src/domain/batch.ts";
import type { BatchTally } from "../../src/domain/batch-tally.ts";

/** A settled batch of which every sum holds: 20 rows, 10 parts, 6 of them automated, 1 of those failed. */
export function someTally(changes: Partial<BatchTally> = {}): BatchTally {
  return {
    batchId: BatchId.parse("batch_1764000000"),
    status: "completed_with_failures",
    stage: "settled",
    recorded: {
      extracted: 20,
      quarantined: 2,
      duplicates: 3,
      skipped: { completed_recently: 4, pending_review: 1 },
    },
    quarantined: 2,
    parts: 10,
    decided: 10,
    automation: 6,
    manual: 4,
    tasks: 6,
    completed: 5,
    failed: 1,
    open: 0,
    deferred: 0,
    deferredUntil: null,
    completedWithoutProduct: 0,
    failedByClass: { not_found: 1 },
    needingReview: 5,
    uncovered: 0,
    misled: 0,
    repeated: 0,
    needless: 0,
    filedDefective: 0,
    isFallbackOn: true,
    unsettledParts: 0,
    ...changes,
  };
}
