import type { BatchStatus } from "./batch.ts";
import type { BatchTally } from "./batch-tally.ts";

/**
 * What the counts of a batch come to once nothing of it is open. A failure that became a manual task is still a
 * failure; a batch in which nothing succeeded has failed; an empty batch is complete.
 */
export function settledStatus({
  completed,
  failed,
  manual,
  filedDefective,
}: Pick<BatchTally, "completed" | "failed" | "manual" | "filedDefective">): Exclude<
  BatchStatus,
  "in_progress"
> {
  if (failed + filedDefective === 0) return "completed";
  const hasSuccess = completed > 0 || manual > filedDefective;
  return hasSuccess ? "completed_with_failures" : "failed";
}
