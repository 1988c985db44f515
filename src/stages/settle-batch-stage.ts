import type { BatchId } from "../domain/batch.ts";
import { batchTally } from "../store/batch-tally.ts";
import { quotaClosedUntil } from "../store/quota-windows.ts";
import { settleBatch } from "../store/settle-batch.ts";
import { batchVerdict, failureReason } from "../workflow/settle.ts";
import type { Settled } from "../workflow/stages.ts";
import type { StageRun } from "./stage-run.ts";

/** Ends a batch with its verdict, unless something of it is still open; one that has ended keeps the one it has. */
export async function settleBatchStage({ deps, load }: StageRun, batchId: BatchId): Promise<Settled> {
  await load(batchId);
  const tally = await batchTally(deps.ledger, batchId);
  if (tally === undefined) throw new Error(`batch ${batchId} vanished`);
  if (tally.stage === "settled") return { batchId, status: tally.status, isQuotaUsedUp: false };
  const status = batchVerdict(tally);
  if (status === "in_progress") {
    const closedUntil = await quotaClosedUntil(deps.ledger, deps.provider.name);
    return { batchId, status, isQuotaUsedUp: closedUntil !== null };
  }
  const reason = status === "failed" ? failureReason(tally) : null;
  await settleBatch(deps.ledger, batchId, { status, reason });
  return { batchId, status, isQuotaUsedUp: false };
}
