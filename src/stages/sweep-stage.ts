import type { BatchId } from "../domain/batch.ts";
import { recordSweep, returnExpiredClaims, returnExpiredTasks } from "../store/ledger-repairs.ts";
import { supersedeFallbackTasks } from "../store/superseded-tasks.ts";
import { fileLackingTasks } from "./file-lacking-tasks.ts";
import type { StageRun } from "./stage-run.ts";

/** What a sweep put right; batches that can go on are not among it, they are the runtime's to resume. */
export interface SweepReceipt {
  /** Automation tasks given back whose holder showed no sign of life. */
  readonly returnedTasks: number;
  /** Automation tasks that ended as `abandoned` instead: their attempts are used up. */
  readonly abandonedTasks: number;
  /** Manual tasks back in the queue, because their reviewer's lease ran out. */
  readonly returnedClaims: number;
  /** Fallback tasks closed, because their automation has completed after all. */
  readonly supersededTasks: number;
  /** Manual tasks filed that were lacking. */
  readonly filedTasks: number;
  /** Batches that still lack some, because the database refuses them, and why. */
  readonly unfiled: readonly { readonly batchId: BatchId; readonly reason: string }[];
}

/**
 * Puts right what crashes have left, and nothing that a live lease holds. Two at once do each thing once; calling it
 * again finds nothing to do.
 */
export async function sweepStage(run: StageRun): Promise<SweepReceipt> {
  const { ledger, config, log } = run.deps;
  const { returned, abandoned } = await returnExpiredTasks(ledger, config.automationRetryAttempts);
  const returnedClaims = await returnExpiredClaims(ledger);
  const { closed } = await supersedeFallbackTasks(ledger, null);
  const lacking = await fileLackingTasks(run, null);
  const receipt = {
    returnedTasks: returned,
    abandonedTasks: abandoned,
    returnedClaims,
    supersededTasks: closed,
    filedTasks: lacking.reduce((sum, { filedTasks }) => sum + filedTasks, 0),
    unfiled: lacking.flatMap(({ settled: { batchId }, refusal }) =>
      refusal === null ? [] : [{ batchId, reason: refusal }],
    ),
  };
  await recordSweep(ledger, receipt);
  log.info("ledger swept", receipt);
  return receipt;
}
