import { attemptFaultOf } from "../../workflow/attempt-fault-of.ts";
import type { ScrapePartPayload } from "../../workflow/payloads.ts";
import { fileManualTasksStage } from "../../stages/file-manual-tasks-stage.ts";
import { failUndone, taskStates } from "../../store/scrape-targets.ts";
import { closeBatch } from "./reopen-part.ts";
import { type Attempt, runStages } from "./run-stages.ts";
import { ScrapeFailure } from "./scrape-failure.ts";
import { showProgress } from "./progress.ts";
import { taskLog } from "./task-log.ts";

/**
 * The run of a part has failed for good: its task fails in the ledger, if it has not, and becomes a manual task. This
 * is the first of three that see to it, and the platform does not promise to call it.
 */
export async function fileAfterFailure(
  attempt: Attempt,
  { batchId, taskId }: ScrapePartPayload,
  error: unknown,
): Promise<void> {
  try {
    await using stages = await runStages(attempt);
    const { deps } = stages;
    const { errorClass, message } = error instanceof ScrapeFailure ? error : attemptFaultOf(error, false);
    const [state] = await taskStates(deps.ledger, [taskId]);
    // A run that failed before its turn leaves the part to whoever has it in work.
    const isOthers = state?.isLeaseLive === true && state.leaseOwner !== deps.lease.owner;
    if (!isOthers) await failUndone(deps.ledger, taskId, deps.lease, { errorClass, message });
    if (attempt.ctx.run.parentTaskRunId === undefined) {
      await closeBatch(stages, batchId);
      return;
    }
    await fileManualTasksStage(stages, batchId);
    await showProgress(deps, batchId, "parent");
  } catch (failure) {
    // The platform swallows what a hook throws; the run of the batch, or the sweep, files the task instead.
    taskLog.error("manual task not filed", { batch: batchId, error: failure });
  }
}
