import type { BatchStatus } from "../domain/batch.ts";
import type { BatchTally } from "../domain/batch-tally.ts";

/**
 * What a batch has come to. It stays in progress while anything is open: automation not terminal, or a part without
 * the manual task it needs. A failure that became a manual task is still a failure; a batch in which nothing
 * succeeded has failed; an empty batch is complete.
 */
export function batchVerdict(tally: BatchTally): BatchStatus {
  const isUnderWay =
    tally.stage === "opened" || tally.stage === "extracted" || tally.open > 0 || tally.uncovered > 0;
  if (isUnderWay) return "in_progress";
  const failures = tally.failed + tally.filedDefective;
  if (failures === 0) return "completed";
  const hasSuccess = tally.completed > 0 || tally.manual > tally.filedDefective;
  return hasSuccess ? "completed_with_failures" : "failed";
}

/** Why a batch failed as a whole: what its parts failed by, the most frequent class first. */
export function failureReason({ failedByClass, filedDefective }: BatchTally): string {
  const failures = Object.entries(failedByClass)
    .toSorted(([, one], [, other]) => other - one)
    .map(([errorClass, count]) => `${count} ${errorClass}`);
  const defects = filedDefective === 0 ? [] : [`${filedDefective} unfit for a manual task`];
  return `nothing succeeded: ${[...failures, ...defects].join(", ")}`;
}
