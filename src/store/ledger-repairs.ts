import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** Rows taken at once, so that a sweep after a long silence stays a short transaction. */
const rowsPerRepair = 5_000;
/** Batches older than this were swept often enough. */
const sweptDays = 30;

/**
 * Gives back automation tasks whose holder showed no sign of life until the lease ran out. One that has used up its
 * attempts ends as `abandoned`; one whose answer is stored needs no further call and goes back whatever its attempts.
 */
export async function returnExpiredTasks(
  ledger: Ledger,
  maxAttempts: number,
): Promise<{ returned: number; abandoned: number }> {
  const { rows } = await sql<{ returned: number; abandoned: number }>`
    with expired as (
      select id, status = 'processing' and attempts >= ${maxAttempts} as is_over from automation_tasks
      where lease_expires_at <= now() and status in ('processing', 'data_finished')
      order by id limit ${rowsPerRepair} for update skip locked
    ), abandoned as (
      update automation_tasks t set status = 'failed', failed_at = clock_timestamp(), error_class = 'abandoned',
        error_message = 'whoever had it in work in its last attempt showed no sign of life', lease_owner = null,
        lease_expires_at = null
      from expired e where t.id = e.id and e.is_over returning t.id
    ), returned as (
      update automation_tasks t set status = 'initialized', processing_at = null, data_finished_at = null,
        lease_owner = null, lease_expires_at = null
      from expired e where t.id = e.id and not e.is_over returning t.id
    )
    select (select count(*)::int from returned) as returned, (select count(*)::int from abandoned) as abandoned`.execute(
    ledger,
  );
  return rows[0] ?? { returned: 0, abandoned: 0 };
}

/** Puts manual tasks back into the queue whose reviewer's lease has run out. Answers how many. */
export async function returnExpiredClaims(ledger: Ledger): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with expired as (
      select id from manual_tasks where status = 'processing' and lease_expires_at <= now()
      order by id limit ${rowsPerRepair} for update skip locked
    ), returned as (
      update manual_tasks m set status = 'initialized', assignee = null, lease_expires_at = null
      from expired e where m.id = e.id returning m.id
    )
    select count(*)::int as count from returned`.execute(ledger);
  return rows[0]?.count ?? 0;
}

/**
 * Batches that nobody is at work on and a part of which lacks the manual task it needs: those of the last 30 days, or
 * the one that is named, whatever its age.
 */
export async function batchesLackingTasks(ledger: Ledger, only: BatchId | null): Promise<BatchId[]> {
  const { rows } = await sql<{ id: BatchId }>`
    select b.id from batches b
    where b.kind = 'run' and coalesce(b.id = ${only}::text, b.opened_at > now() - ${sweptDays} * interval '1 day')
      and b.stage in ('decided', 'settled') and coalesce(b.lease_expires_at <= now(), true)
      and exists (
        select from batch_parts p
        left join automation_tasks t on t.batch_id = p.batch_id and t.part_key = p.part_key and t.status = 'failed'
        where p.batch_id = b.id and p.manual_task_id is null
          and (p.route = 'manual'
            or (t.id is not null and coalesce((b.config ->> 'automationFailureToManual')::boolean, true))))
    order by b.opened_at`.execute(ledger);
  return rows.map(({ id }) => id);
}

/** Remembers that a sweep was made, and what it found. */
export async function recordSweep(ledger: Ledger, receipt: object): Promise<void> {
  await sql`
    insert into events (kind, subject_id, actor, data)
    values ('sweep', 'ledger', current_actor(), ${JSON.stringify(receipt)}::jsonb)`.execute(ledger);
}
