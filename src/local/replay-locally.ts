import type { ReplayRequest } from "../domain/replay-request.ts";
import { type LackingBatch, fileLackingTasks } from "../stages/file-lacking-tasks.ts";
import { stageRun } from "../stages/stage-run.ts";
import { type OpenedReplay, openReplay } from "../workflow/replay-batch.ts";
import { resumeBatches } from "../workflow/run-workflow.ts";
import { type LocalDependencies, localStages } from "./local-stages.ts";
import { isDeadOwner } from "./process-lease.ts";

/**
 * Replays parts of a batch in this process: opens them, then takes the batch through its stages, which find nothing
 * to do but that. Where no part is left to run again, the manual tasks that the batch lacks are filed all the same.
 *
 * @throws {UserError} when there is no such batch.
 */
export async function replayLocally(
  deps: LocalDependencies,
  request: ReplayRequest,
  requestedBy: string,
): Promise<OpenedReplay & { readonly lacking?: LackingBatch | undefined }> {
  const opened = await openReplay({ ...deps, isDeadOwner }, request, requestedBy);
  switch (opened.kind) {
    case "begun": {
      const unfinishedBatches = () => Promise.resolve([opened.batchId]);
      await resumeBatches({ ...localStages(deps), unfinishedBatches });
      return opened;
    }
    case "nothing": {
      const [lacking] = await fileLackingTasks(stageRun(deps), opened.batchId);
      return { ...opened, lacking };
    }
    case "busy":
      return opened;
  }
}
