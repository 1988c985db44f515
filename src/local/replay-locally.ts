import type { ReplayRequest } from "../domain/replay-request.ts";
import { type OpenedReplay, openReplay } from "../workflow/replay-batch.ts";
import { resumeBatches } from "../workflow/run-workflow.ts";
import { type LocalDependencies, localStages } from "./local-stages.ts";
import { isDeadOwner } from "./process-lease.ts";

/**
 * Replays parts of a batch in this process: opens them, then takes the batch through its stages, which find nothing
 * to do but that.
 *
 * @throws {UserError} when there is no such batch.
 */
export async function replayLocally(
  deps: LocalDependencies,
  request: ReplayRequest,
  requestedBy: string,
): Promise<OpenedReplay> {
  const opened = await openReplay({ ...deps, isDeadOwner }, request, requestedBy);
  if (opened.kind === "begun") {
    const unfinishedBatches = () => Promise.resolve([opened.batchId]);
    await resumeBatches({ ...localStages(deps), unfinishedBatches });
  }
  return opened;
}
