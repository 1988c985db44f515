import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";

/** How it went to take the lease of a batch: somebody else may have been faster, and may have settled it. */
export type TakeOver =
  | { readonly kind: "taken" }
  | { readonly kind: "in_work"; readonly holder: string; readonly until: Date }
  | { readonly kind: "settled" };

/**
 * Takes the lease of a batch that nobody holds, or whose holder is known to be dead, and frees the tasks that
 * holder had in work; what others have in work stays theirs.
 */
export async function takeOverBatch(
  ledger: Ledger,
  batchId: BatchId,
  lease: Lease,
  deadOwner: string | null,
): Promise<TakeOver> {
  return ledger.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom("batches")
      .select(["lease_owner as holder", "lease_expires_at as until"])
      .where("id", "=", batchId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const taken = await trx
      .updateTable("batches")
      .set({ lease_owner: lease.owner, lease_expires_at: leaseEnd(lease) })
      .where("id", "=", batchId)
      .where("settled_at", "is", null)
      .where((eb) =>
        eb.or([
          eb("lease_owner", "is", null),
          eb("lease_owner", "=", lease.owner),
          eb("lease_expires_at", "<", sql<Date>`now()`),
          ...(deadOwner === null ? [] : [eb("lease_owner", "=", deadOwner)]),
        ]),
      )
      .returning("id")
      .executeTakeFirst();
    const { holder, until } = held;
    if (taken === undefined) {
      return holder === null || until === null ? { kind: "settled" } : { kind: "in_work", holder, until };
    }
    if (holder === null || holder === lease.owner) return { kind: "taken" };
    await trx
      .updateTable("automation_tasks")
      .set({ lease_expires_at: sql<Date>`now()` })
      .where("batch_id", "=", batchId)
      .where("lease_owner", "=", holder)
      .execute();
    return { kind: "taken" };
  });
}

/** Who has the lease of a batch, run out or not; null when nobody has. */
export async function batchHolder(ledger: Ledger, batchId: BatchId): Promise<string | null> {
  const row = await ledger
    .selectFrom("batches")
    .select("lease_owner")
    .where("id", "=", batchId)
    .executeTakeFirst();
  return row?.lease_owner ?? null;
}

/** Prolongs everything this owner holds: its batches, its tasks in work, the schedule's time it answers. */
export async function renewLeases(ledger: Ledger, lease: Lease): Promise<void> {
  await sql`
    with batch as (
      update batches set lease_expires_at = ${leaseEnd(lease)} where lease_owner = ${lease.owner}
    ), tick as (
      update schedule_ticks set lease_expires_at = ${leaseEnd(lease)} where lease_owner = ${lease.owner}
    ), slots as (
      update provider_slots set expires_at = ${leaseEnd(lease)} where owner = ${lease.owner}
    )
    update automation_tasks set lease_expires_at = ${leaseEnd(lease)} where lease_owner = ${lease.owner}`.execute(
    ledger,
  );
}

/** Lets go of everything this owner holds, so that the next run can go on at once. */
export async function releaseLeases(ledger: Ledger, owner: string): Promise<void> {
  await sql`
    with batch as (
      update batches set lease_owner = null, lease_expires_at = null where lease_owner = ${owner}
    ), tick as (
      update schedule_ticks set lease_owner = null, lease_expires_at = null where lease_owner = ${owner}
    ), slots as (
      delete from provider_slots where owner = ${owner}
    ), saved as (
      -- Its product is stored: whoever goes on with it has little to do, and does not wait.
      update automation_tasks set lease_expires_at = now() where lease_owner = ${owner} and status = 'supabase_finished'
    )
    update automation_tasks
    set lease_owner = null, lease_expires_at = null, status = 'initialized',
        attempts = greatest(attempts - 1, 0), processing_at = null, data_finished_at = null
    where lease_owner = ${owner} and status in ('processing', 'data_finished')`.execute(ledger);
}
