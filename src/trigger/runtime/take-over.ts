import type { BatchId } from "../../domain/batch.ts";
import { takeOverBatch, unfinishedBatches } from "../../store/batch-lease.ts";
import { renewGenerations } from "../../store/scrape-targets.ts";
import { runOwnerPrefix } from "../../workflow/platform-run.ts";
import { freeFromEndedRuns } from "./free-from-ended-runs.ts";
import { endOfRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/** Batches that this run may go on with, taken over one by one: those nobody holds, and those of runs that ended. */
export async function takeOverUnfinished(stages: RunStages, only?: BatchId): Promise<BatchId[]> {
  const { ledger, lease, log } = stages.deps;
  await freeFromEndedRuns(stages);
  const taken: BatchId[] = [];
  for (const { id, leaseOwner, isLeaseLive } of await unfinishedBatches(ledger, runOwnerPrefix)) {
    if (only !== undefined && id !== only) continue;
    const isOwn = leaseOwner === lease.owner;
    const end = leaseOwner === null || isOwn ? null : await endOfRun(leaseOwner, log);
    const deadOwner = isLeaseLive && end !== null ? leaseOwner : null;
    if (!(await takeOverBatch(ledger, id, lease, deadOwner))) continue;
    // The runs of its parts go on without a run that died, and are waited for, as by an attempt of this very run;
    // in any other case they are gone with it, and their parts get others.
    if (!isOwn && end !== "gone") await renewGenerations(ledger, id);
    taken.push(id);
  }
  return taken;
}
