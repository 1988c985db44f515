import { sql } from "kysely";
import type { BatchId, BatchStatus } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";
import { endReplay } from "./replays.ts";

/**
 * Ends a batch with its verdict, and with it the replay that opened it again, and lets its parts go: later batches may
 * take them by the usual rules.
 */
export async function settleBatch(
  ledger: Ledger,
  batchId: BatchId,
  verdict: { status: Exclude<BatchStatus, "in_progress">; reason: string | null },
): Promise<void> {
  await ledger.transaction().execute(async (trx) => {
    const now = sql<Date>`clock_timestamp()`;
    await trx
      .updateTable("batches")
      .set({
        status: verdict.status,
        stage: "settled",
        settled_at: now,
        redecide_hash: null,
        lease_owner: null,
        lease_expires_at: null,
        reason: sql`coalesce(${verdict.reason}, reason)`,
      })
      .where("id", "=", batchId)
      .where("settled_at", "is", null)
      .execute();
    await trx
      .updateTable("batch_parts")
      .set({ settled_at: now })
      .where("batch_id", "=", batchId)
      .where("settled_at", "is", null)
      .execute();
    await endReplay(trx, batchId);
  });
}

/** Opens a batch again that had failed, so that it gets another verdict; parts that it has let go stay free. */
export async function reopenFailedBatch(trx: Ledger, batchId: BatchId): Promise<void> {
  await trx
    .updateTable("batches")
    .set({ status: "in_progress", stage: "decided", settled_at: null, reason: null })
    .where("id", "=", batchId)
    .where("status", "=", "failed")
    .execute();
}

/** Says anew why a batch has failed. */
export async function renewFailureReason(ledger: Ledger, batchId: BatchId, reason: string): Promise<void> {
  await ledger
    .updateTable("batches")
    .set({ reason })
    .where("id", "=", batchId)
    .where("status", "=", "failed")
    .execute();
}
