import { ReplayRequest } from "../../domain/replay-request.ts";
import { runBatches } from "../../store/run-batches.ts";
import type { OpenedReplay } from "../../workflow/replay-batch.ts";
import { resumeBatches } from "../../workflow/run-workflow.ts";
import type { Settled } from "../../workflow/stages.ts";
import { dashboard, openParts } from "./reopen-part.ts";
import type { RunStages } from "./run-stages.ts";
import { triggerStages } from "./trigger-stages.ts";

/** Opens what a replay asks for, and takes its batch through the stages again. */
export async function replayParts(
  stages: RunStages,
  request: ReplayRequest,
  requestedBy: string,
): Promise<{ opened: OpenedReplay["kind"]; settled: readonly Settled[] }> {
  const { kind, batchId } = await openParts(stages, request, requestedBy);
  if (kind !== "begun") return { opened: kind, settled: [] };
  const unfinishedBatches = () => Promise.resolve([batchId]);
  return { opened: kind, settled: await resumeBatches({ ...triggerStages(stages), unfinishedBatches }) };
}

/** Replays what failed in the settled batches of a run, which is what a replay of that run asks for. */
export async function replayRun(stages: RunStages, runId: string): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const { id: batchId, failed, stage } of await runBatches(stages.deps.ledger, runId)) {
    if (stage !== "settled" || failed === 0) continue;
    const request = ReplayRequest.parse({ batchId, reason: "its run was replayed" });
    settled.push(...(await replayParts(stages, request, dashboard)).settled);
  }
  return settled;
}
