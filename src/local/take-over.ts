import type { BatchId } from "../domain/batch.ts";
import type { StageDependencies } from "../stages/stage-run.ts";
import { takeOverBatch } from "../store/batch-lease.ts";
import { unfinishedBatches } from "../store/unfinished-batches.ts";
import { type LeftBatch, batchStanding } from "../workflow/batch-standing.ts";
import { tellOfOtherProviders } from "../workflow/other-provider.ts";
import { isDeadOwner } from "./process-lease.ts";

/**
 * Batches that this process may go on with, taken over one by one; those of another provider are left and warned of.
 *
 * @throws {UserError} when the only one that is wanted is of another provider.
 */
export async function takeOverUnfinished(
  deps: Pick<StageDependencies, "ledger" | "lease" | "provider" | "log">,
  only?: BatchId,
): Promise<BatchId[]> {
  const { ledger, lease, provider } = deps;
  const taken: BatchId[] = [];
  const left: LeftBatch[] = [];
  for (const batch of await unfinishedBatches(ledger)) {
    const { id: batchId, leaseOwner } = batch;
    if (only !== undefined && batchId !== only) continue;
    const deadOwner = leaseOwner !== null && isDeadOwner(leaseOwner) ? leaseOwner : null;
    const standing = batchStanding(batch, { lease, provider, isHolderGone: deadOwner !== null });
    if (standing.kind !== "free") left.push({ batchId, ...standing });
    else if (await takeOverBatch(ledger, batchId, lease, deadOwner)) taken.push(batchId);
  }
  tellOfOtherProviders(deps, left, only);
  return taken;
}
