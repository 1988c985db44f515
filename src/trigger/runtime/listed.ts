import type { RunOutcome } from "../../workflow/run-workflow.ts";

/** Batches that a run names in its output, which may not grow with them: the ledger has them all. */
const mostListed = 200;

/** A run's outcome as it may be answered: how many batches it had, and the last of them. */
export function listed(outcome: RunOutcome): RunOutcome & { readonly settledBatches: number } {
  const { resumed, batches } = outcome;
  return { ...outcome, settledBatches: batches.length, resumed: lastOf(resumed), batches: lastOf(batches) };
}

/** The last of a long list of batches. */
export function lastOf<Batch>(batches: readonly Batch[]): readonly Batch[] {
  return batches.slice(-mostListed);
}
