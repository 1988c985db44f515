import * as z from "zod";

/** `batch_<epoch seconds>`, and `batch_<epoch seconds>_fallback` for the manual tasks made from its failures. */
export const BatchId = z
  .string()
  .regex(/^batch_\d{1,12}(_fallback)?$/, "a batch id looks like batch_1764000000")
  .brand("BatchId");
export type BatchId = z.infer<typeof BatchId>;

export const batchStatuses = ["in_progress", "completed", "failed", "completed_with_failures"] as const;
export type BatchStatus = (typeof batchStatuses)[number];

/** How far a batch has come. Each stage is finished by the transaction that writes the next value. */
export const batchStages = ["opened", "extracted", "decided", "settled"] as const;
export type BatchStage = (typeof batchStages)[number];

/** Why a valid source row was not taken; the first that holds is named. */
export const skipReasons = [
  "in_progress",
  "pending_review",
  "completed_recently",
  "same_business_day",
  "quarantined_before",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The id of the batch that holds the fallback manual tasks of `batchId`. */
export function fallbackBatchId(batchId: BatchId): BatchId {
  return BatchId.parse(`${batchId}_fallback`);
}
