import type { BatchId } from "../domain/batch.ts";
import type { UnfinishedBatch } from "../store/unfinished-batches.ts";

/** Whether somebody may go on with an unfinished batch now, and what is in the way. */
export type BatchStanding =
  | { readonly kind: "free" }
  /** Somebody has it in work, or one of its tasks; the lease is prolonged as long as that goes on. */
  | { readonly kind: "in_work"; readonly holder: string; readonly until: Date }
  /** What is left to look up is left for the provider that it was begun with. */
  | { readonly kind: "other_provider"; readonly provider: string }
  /** All that is left of it waits until then. */
  | { readonly kind: "deferred"; readonly until: Date };

/** The unfinished batches that were taken over, and those that were not. */
export interface TakenOver {
  readonly taken: readonly BatchId[];
  readonly left: readonly LeftBatch[];
}

/** An unfinished batch that is left as it is, and why. */
export type LeftBatch = { readonly batchId: BatchId } & Exclude<BatchStanding, { readonly kind: "free" }>;

/** How an unfinished batch stands to whoever wants to go on with it under a lease, asking a provider. */
export function batchStanding(
  batch: UnfinishedBatch,
  wanted: {
    readonly lease: { readonly owner: string };
    readonly provider: { readonly name: string };
    /** The batch's lease is held by somebody who is known to have ended. */
    readonly isHolderGone: boolean;
  },
): BatchStanding {
  const { leaseOwner, leasedUntil, taskOwner, taskLeasedUntil, deferredUntil, provider } = batch;
  const isFree = leaseOwner === wanted.lease.owner || wanted.isHolderGone;
  if (leaseOwner !== null && leasedUntil !== null && !isFree)
    return { kind: "in_work", holder: leaseOwner, until: leasedUntil };
  if (taskOwner !== null && taskLeasedUntil !== null)
    return { kind: "in_work", holder: taskOwner, until: taskLeasedUntil };
  if (batch.needsProvider && provider !== wanted.provider.name) return { kind: "other_provider", provider };
  if (deferredUntil !== null) return { kind: "deferred", until: deferredUntil };
  return { kind: "free" };
}
