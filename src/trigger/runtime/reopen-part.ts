import type { BatchId } from "../../domain/batch.ts";
import { ReplayRequest } from "../../domain/replay-request.ts";
import { fileManualTasksStage } from "../../stages/file-manual-tasks-stage.ts";
import { settleBatchStage } from "../../stages/settle-batch-stage.ts";
import { batchHolder, releaseLeases } from "../../store/batch-lease.ts";
import type { ScrapePartPayload } from "../../workflow/payloads.ts";
import { type OpenedReplay, openReplay } from "../../workflow/replay-batch.ts";
import { BatchBusy } from "./batch-busy.ts";
import { isEndedRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/** Whoever presses the button: the platform does not tell a run who did. */
export const dashboard = "dashboard";

/** Opens what a replay asks for; a batch that an ended run holds is free. */
export async function openParts(
  { deps }: RunStages,
  request: ReplayRequest,
  requestedBy: string,
): Promise<OpenedReplay> {
  const holder = await batchHolder(deps.ledger, request.batchId);
  const ended = holder !== null && (await isEndedRun(holder, deps.log)) ? holder : null;
  return openReplay({ ...deps, isDeadOwner: (owner) => owner === ended }, request, requestedBy);
}

/**
 * Opens one failed part again, which is what a replay of its run asks for; a part that is open needs no opening.
 *
 * @throws {BatchBusy} while somebody else is at work on the batch.
 */
export async function reopenPart(stages: RunStages, { batchId, taskId }: ScrapePartPayload): Promise<void> {
  const request = ReplayRequest.parse({ batchId, taskIds: [taskId], reason: "its run was replayed" });
  const { kind } = await openParts(stages, request, dashboard);
  if (kind === "busy") throw new BatchBusy(batchId);
}

/** Files and settles a batch whose own run will not: it has ended, and this one has done a part of it. */
export async function closeBatch(stages: RunStages, batchId: BatchId): Promise<void> {
  await fileManualTasksStage(stages, batchId);
  await settleBatchStage(stages, batchId);
  await releaseLeases(stages.deps.ledger, stages.deps.lease.owner);
}
