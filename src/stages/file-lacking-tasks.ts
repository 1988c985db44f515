import type { BatchId } from "../domain/batch.ts";
import { batchesLackingTasks } from "../store/ledger-repairs.ts";
import type { Settled } from "../workflow/stages.ts";
import { fileManualTasksStage } from "./file-manual-tasks-stage.ts";
import { settleBatchStage } from "./settle-batch-stage.ts";
import type { StageRun } from "./stage-run.ts";

/** What became of a batch a part of which lacked its manual task. */
export interface LackingBatch {
  readonly settled: Settled;
  readonly filedTasks: number;
  /** Why some are still lacking, in one sentence; null when none is. */
  readonly refusal: string | null;
}

/**
 * Files the manual tasks that batches lack which nobody is at work on, of one batch or (null) of all of the last 30
 * days, and gives each its verdict. One whose tasks the database refuses keeps no other from getting its own.
 */
export async function fileLackingTasks(run: StageRun, only: BatchId | null): Promise<LackingBatch[]> {
  const batches: LackingBatch[] = [];
  for (const batchId of await batchesLackingTasks(run.deps.ledger, only)) {
    const { routed, fallback, refusal } = await fileManualTasksStage(run, batchId);
    const settled = await settleBatchStage(run, batchId);
    batches.push({ settled, filedTasks: routed + fallback, refusal });
  }
  return batches;
}
