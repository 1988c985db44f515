import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** A batch that is not settled, with all that tells whether somebody may go on with it now. */
export interface UnfinishedBatch {
  readonly id: BatchId;
  readonly provider: string;
  /** Whether a part of it is still to be looked up, or may be once it is decided. */
  readonly needsProvider: boolean;
  readonly leaseOwner: string | null;
  /** When the lease of the batch ends; null when it has. */
  readonly leasedUntil: Date | null;
  /** Who else has a task of it in work; null when nobody has. */
  readonly taskOwner: string | null;
  readonly taskLeasedUntil: Date | null;
  /** When its first lookup may start, where none may now and nothing else of it remains. */
  readonly deferredUntil: Date | null;
}

/**
 * Batches that are not settled, oldest first. Holders of tasks whose names begin with `awaited` are left out of
 * account: who goes on with the batch waits for them.
 */
export async function unfinishedBatches(
  ledger: Ledger,
  awaited: string | null = null,
): Promise<UnfinishedBatch[]> {
  const isOthers = sql`t.lease_expires_at > now() and t.lease_owner is distinct from b.lease_owner
    and (${awaited}::text is null or not starts_with(t.lease_owner, ${awaited}))`;
  const { rows } = await sql<UnfinishedBatch>`
    select b.id, b.provider, b.stage <> 'decided' or task.open > 0 as "needsProvider",
      b.lease_owner as "leaseOwner", case when b.lease_expires_at > now() then b.lease_expires_at end as "leasedUntil",
      task.owner as "taskOwner", task."leasedUntil" as "taskLeasedUntil",
      case when b.stage = 'decided' and task.startable = 0 then task."startsAt" end as "deferredUntil"
    from batches b cross join lateral (
      select count(*) as open, min(t.not_before) as "startsAt",
        count(*) filter (where t.not_before is null or t.not_before <= now()) as startable,
        max(t.lease_owner) filter (where ${isOthers}) as owner,
        max(t.lease_expires_at) filter (where ${isOthers}) as "leasedUntil"
      from automation_tasks t
      where t.batch_id = b.id and t.status not in ('completed', 'failed')
    ) as task
    where b.settled_at is null and b.kind = 'run'
    order by b.opened_at`.execute(ledger);
  return rows;
}
