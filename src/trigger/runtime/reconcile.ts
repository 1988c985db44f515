import type { BatchId } from "../../domain/batch.ts";
import type { ErrorClass } from "../../domain/error-class.ts";
import { failUndone, renewGenerations, taskStates } from "../../store/scrape-targets.ts";
import { errorText, isAbort, isCancellation } from "./error-text.ts";
import { runLease } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/** A part and the end of the run that was made for it. */
export interface EndedScrape {
  readonly taskId: string;
  readonly mpn: string;
  readonly run:
    | { readonly ok: true; readonly id: string }
    | { readonly ok: false; readonly id: string; readonly error: unknown }
    | undefined;
}

/**
 * Compares ended runs with the ledger, whose word counts. A part whose run died without an outcome has failed; one
 * whose run answered while the part is open is done again; one in somebody else's work, or put off, is left.
 */
export async function reconcile(
  { deps }: RunStages,
  scrapes: readonly EndedScrape[],
  batchId: BatchId,
): Promise<void> {
  const { ledger, log, lease } = deps;
  const states = new Map(
    (
      await taskStates(
        ledger,
        scrapes.map(({ taskId }) => taskId),
      )
    ).map((state) => [state.id, state]),
  );
  const undone: string[] = [];
  for (const { taskId, mpn, run } of scrapes) {
    const state = states.get(taskId);
    if (state === undefined || !state.isOpen || state.isPutOff) continue;
    const isOwn = run !== undefined && state.leaseOwner === runLease(run.id, 0).owner;
    if (state.isLeaseLive && !isOwn) continue;
    if (run?.ok !== false) undone.push(taskId);
    else if (!isAbort(run.error)) {
      const failure = failureOf(run);
      if (await failUndone(ledger, taskId, lease, failure))
        log.warn("run ended without an outcome", { batch: batchId, mpn, run: run.id, ...failure });
    }
  }
  if (undone.length > 0) await renewGenerations(ledger, batchId, undone);
}

function failureOf(run: { readonly id: string; readonly error: unknown }): {
  errorClass: ErrorClass;
  message: string;
} {
  return isCancellation(run.error)
    ? { errorClass: "cancelled", message: `Run ${run.id} was cancelled before the part was looked up.` }
    : { errorClass: "abandoned", message: `Run ${run.id} ended without an outcome: ${errorText(run.error)}` };
}
