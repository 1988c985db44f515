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
