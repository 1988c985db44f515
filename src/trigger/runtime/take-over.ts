import type { BatchId } from "../../domain/batch.ts";
import { takeOverBatch } from "../../store/batch-lease.ts";
import { renewGenerations } from "../../store/scrape-targets.ts";
import { unfinishedBatches } from "../../store/unfinished-batches.ts";
import { type LeftBatch, batchStanding } from "../../workflow/batch-standing.ts";
import { tellOfOtherProviders } from "../../workflow/other-provider.ts";
import { runOwnerPrefix } from "../../workflow/platform-run.ts";
import { freeFromEndedRuns } from "./free-from-ended-runs.ts";
import { endOfRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/**
 * Batches that this run may go on with, taken over one by one: those nobody holds, and those of runs that ended. Those
 * of another provider are left and warned of.
 *
 * @throws {UserError} when the only one that is wanted is of another provider.
 */
export async function takeOverUnfinished(stages: RunStages, only?: BatchId): Promise<BatchId[]> {
  const { ledger, lease, log, provider } = stages.deps;
  await freeFromEndedRuns(stages);
  const taken: BatchId[] = [];
  const left: LeftBatch[] = [];
  for (const batch of await unfinishedBatches(ledger, runOwnerPrefix)) {
    const { id, leaseOwner } = batch;
    if (only !== undefined && id !== only) continue;
    const isOwn = leaseOwner === lease.owner;
    const end = leaseOwner === null || isOwn ? null : await endOfRun(leaseOwner, log);
    const standing = batchStanding(batch, { lease, provider, isHolderGone: end !== null });
    if (standing.kind !== "free") {
      left.push({ batchId: id, ...standing });
      continue;
    }
    const takeOver = await takeOverBatch(ledger, id, lease, end === null ? null : leaseOwner);
    if (takeOver.kind !== "taken") continue;
    // The runs of its parts go on without a run that died, and are waited for, as by an attempt of this very run;
    // in any other case they are gone with it, and their parts get others.
    if (!isOwn && end !== "gone") await renewGenerations(ledger, id);
    taken.push(id);
  }
  tellOfOtherProviders(stages.deps, left, only);
  return taken;
}
