import { fallbackPriority } from "../decide/fallback-priority.ts";
import type { BatchId } from "../domain/batch.ts";
import { type FileReceipt, fileBatchTasks } from "../review/file-batch-tasks.ts";
import type { StageRun } from "./stage-run.ts";

/** Files a manual task for every part of a batch that needs one and has none. */
export async function fileManualTasksStage(
  { deps, load, rulesetOf }: StageRun,
  batchId: BatchId,
): Promise<FileReceipt> {
  const batch = await load(batchId);
  const { scoring } = await rulesetOf(batch.rulesetHash);
  return fileBatchTasks(
    {
      ...deps,
      chunkSize: deps.config.manualBatchSize,
      isFallbackOn: batch.workflow.automationFailureToManual,
      fallbackPriority: (score, errorClass) => fallbackPriority(score, errorClass, scoring),
    },
    batchId,
  );
}
