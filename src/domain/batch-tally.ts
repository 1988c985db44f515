import type { BatchId, BatchStage, BatchStatus } from "./batch.ts";
import type { ErrorClass } from "./error-class.ts";

/** The counts of one batch, each taken from the rows it is a count of, except where `recorded` says otherwise. */
export interface BatchTally {
  readonly batchId: BatchId;
  readonly status: BatchStatus;
  readonly stage: BatchStage;
  /** The running totals that extraction keeps on the batch. */
  readonly recorded: {
    readonly extracted: number;
    readonly quarantined: number;
    readonly duplicates: number;
    readonly skipped: Readonly<Record<string, number>>;
  };
  readonly quarantined: number;
  readonly parts: number;
  readonly decided: number;
  readonly automation: number;
  readonly manual: number;
  readonly tasks: number;
  readonly completed: number;
  readonly failed: number;
  readonly open: number;
  /** Open tasks that wait for a quota window to open. */
  readonly deferred: number;
  /** When the first of them may be tried; null when none waits. */
  readonly deferredUntil: Date | null;
  /** Completed tasks whose product is not there. */
  readonly completedWithoutProduct: number;
  readonly failedByClass: Readonly<Partial<Record<ErrorClass, number>>>;
  /** Parts that need a manual task: routed to a person, and failed ones while fallback is on. */
  readonly needingReview: number;
  readonly uncovered: number;
  /** Parts that lead to the manual task of another part. */
  readonly misled: number;
  /** Parts with more than one manual task made for this batch, those not counted that a replay made needless. */
  readonly repeated: number;
  /** Unclaimed manual tasks of parts that automation has completed after all. */
  readonly needless: number;
  readonly filedDefective: number;
  readonly isFallbackOn: boolean;
  readonly unsettledParts: number;
}
