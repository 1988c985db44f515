import { ReplayRequest } from "../../domain/replay-request.ts";
import { fileLackingTasks } from "../../stages/file-lacking-tasks.ts";
import { runBatches } from "../../store/run-batches.ts";
import type { ReplayReceipt } from "../../workflow/payloads.ts";
import { replayReceipt } from "../../workflow/replay-receipt.ts";
import { resumeBatches } from "../../workflow/run-workflow.ts";
import type { Settled } from "../../workflow/stages.ts";
import { dashboard, openParts } from "./reopen-part.ts";
import type { RunStages } from "./run-stages.ts";
import { triggerStages } from "./trigger-stages.ts";

/**
 * Opens what a replay asks for, and takes its batch through the stages again. Where no part is left to run again, the
 * manual tasks that the batch lacks are filed all the same.
 */
export async function replayParts(
  stages: RunStages,
  request: ReplayRequest,
  requestedBy: string,
): Promise<ReplayReceipt & { readonly settled: readonly Settled[] }> {
  const opened = await openParts(stages, request, requestedBy);
  const [lacking] = opened.kind === "nothing" ? await fileLackingTasks(stages, opened.batchId) : [];
  const receipt = replayReceipt({ ...opened, lacking });
  if (receipt.kind !== "begun") return { ...receipt, settled: [] };
  const unfinishedBatches = () => Promise.resolve([receipt.batchId]);
  return { ...receipt, settled: await resumeBatches({ ...triggerStages(stages), unfinishedBatches }) };
}

/** Replays what failed in the settled batches of a run, which is what a replay of that run asks for. */
export async function replayRun(
  stages: RunStages,
  { runId, redecide = false }: { readonly runId: string; readonly redecide?: boolean },
): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const { id: batchId, failed, stage } of await runBatches(stages.deps.ledger, runId)) {
    if (stage !== "settled" || failed === 0) continue;
    const request = ReplayRequest.parse({ batchId, redecide, reason: "its run was replayed" });
    settled.push(...(await replayParts(stages, request, dashboard)).settled);
  }
  return settled;
}
