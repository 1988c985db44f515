import type { BatchStatus } from "../domain/batch.ts";
import type { BatchTally } from "../domain/batch-tally.ts";
import { settledStatus } from "../domain/settled-status.ts";

/**
 * What a batch has come to. It stays in progress while anything is open: automation not terminal, or a part without
 * the manual task it needs.
 */
export function batchVerdict(tally: BatchTally): BatchStatus {
  const isUnderWay =
    tally.stage === "opened" || tally.stage === "extracted" || tally.open > 0 || tally.uncovered > 0;
  return isUnderWay ? "in_progress" : settledStatus(tally);
}

/** Why a batch failed as a whole: what its parts failed by, the most frequent class first. */
export function failureReason({ failedByClass, filedDefective }: BatchTally): string {
  const failures = Object.entries(failedByClass)
    .toSorted(([, one], [, other]) => other - one)
    .map(([errorClass, count]) => `${count} ${errorClass}`);
  const defects = filedDefective === 0 ? [] : [`${filedDefective} unfit for a manual task`];
  return `nothing succeeded: ${[...failures, ...defects].join(", ")}`;
}
