import type { BatchId } from "../domain/batch.ts";
import type { StageDependencies } from "../stages/stage-run.ts";
import { takeOverBatch } from "../store/batch-lease.ts";
import { unfinishedBatches } from "../store/unfinished-batches.ts";
import { type LeftBatch, type TakenOver, batchStanding } from "../workflow/batch-standing.ts";
import { tellOfOtherProviders } from "../workflow/other-provider.ts";
import { isDeadOwner } from "./process-lease.ts";

/**
 * Takes the batches over that this process may go on with, one by one; of those of another provider it warns.
 *
 * @throws {UserError} when the only one that is wanted is of another provider.
 */
export async function takeOverUnfinished(
  deps: Pick<StageDependencies, "ledger" | "lease" | "provider" | "log">,
  only?: BatchId,
): Promise<TakenOver> {
  const { ledger, lease, provider } = deps;
  const taken: BatchId[] = [];
  const left: LeftBatch[] = [];
  for (const batch of await unfinishedBatches(ledger)) {
    const { id: batchId, leaseOwner } = batch;
    if (only !== undefined && batchId !== only) continue;
    const deadOwner = leaseOwner !== null && isDeadOwner(leaseOwner) ? leaseOwner : null;
    const standing = batchStanding(batch, { lease, provider, isHolderGone: deadOwner !== null });
    const end = standing.kind === "free" ? await takeOverBatch(ledger, batchId, lease, deadOwner) : standing;
    if (end.kind === "taken") taken.push(batchId);
    else if (end.kind !== "settled") left.push({ batchId, ...end });
  }
  tellOfOtherProviders(deps, left, only);
  return { taken, left };
}
