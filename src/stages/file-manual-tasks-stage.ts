import { fallbackPriority } from "../decide/fallback-priority.ts";
import type { BatchId } from "../domain/batch.ts";
import { type FileReceipt, fileBatchTasks } from "../review/file-batch-tasks.ts";
import { batchTally } from "../store/batch-tally.ts";
import { renewFailureReason, settleBatch } from "../store/settle-batch.ts";
import type { StageDependencies, StageRun } from "./stage-run.ts";

/**
 * Files a manual task for every part of a batch that needs one and has none. Where the database refuses one, the
 * receipt says so in one sentence, and the batch ends as failed as soon as nothing else of it is open.
 */
export async function fileManualTasksStage(
  { deps, load, rulesetOf }: StageRun,
  batchId: BatchId,
): Promise<FileReceipt> {
  const batch = await load(batchId);
  const { scoring } = await rulesetOf(batch.rulesetHash);
  const receipt = await fileBatchTasks(
    {
      ...deps,
      chunkSize: deps.config.manualBatchSize,
      isFallbackOn: batch.workflow.automationFailureToManual,
      fallbackPriority: (score, errorClass) => fallbackPriority(score, errorClass, scoring),
    },
    batchId,
  );
  if (receipt.refusal === null) return receipt;
  const said = deps.shownText(receipt.refusal);
  deps.log.error("the database refuses manual tasks", { batch: batchId, said });
  const refusal = `the database refuses its manual tasks (${said}); "workflow resume ${batchId}" files them once that is put right`;
  await failUnfiled(deps, batchId, refusal);
  return { ...receipt, refusal };
}

/** What is still looked up goes on first; a batch that has failed before is told the reason of today. */
async function failUnfiled({ ledger }: StageDependencies, batchId: BatchId, reason: string): Promise<void> {
  const tally = await batchTally(ledger, batchId);
  if (tally?.stage === "settled") await renewFailureReason(ledger, batchId, reason);
  else if (tally?.open === 0) await settleBatch(ledger, batchId, { status: "failed", reason });
}
