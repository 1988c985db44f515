import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import { type TaskFailure, failTask } from "./automation-tasks.ts";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";

/** An automation task as a run of its own is made for it. */
export interface ScrapeTarget {
  readonly id: string;
  readonly partKey: PartKey;
  readonly mpn: string;
  readonly lane: "high" | "normal";
  /** How often it was put back before. */
  readonly generation: number;
}

/** The open tasks of a batch that may start now, high lane first, then by rank; with `isFree`, those nobody has in work. */
export async function scrapeTargets(
  ledger: Ledger,
  batchId: BatchId,
  { isFree }: { readonly isFree: boolean },
): Promise<ScrapeTarget[]> {
  const { rows } = await sql<ScrapeTarget>`
    select t.id, t.part_key as "partKey", p.mpn, t.lane, t.generation
    from automation_tasks t join batch_parts p using (batch_id, part_key)
    where t.batch_id = ${batchId} and t.status not in ('completed', 'failed')
      and (t.not_before is null or t.not_before <= now())
      and (not ${isFree}::boolean or t.lease_expires_at is null or t.lease_expires_at <= now())
    order by t.lane = 'normal', t.ordinal`.execute(ledger);
  return rows;
}

/** How far a task has come, for whoever started a run for it. */
export interface TaskState {
  readonly id: string;
  readonly isOpen: boolean;
  readonly attempts: number;
  /** Waits for a later time. */
  readonly isPutOff: boolean;
  readonly leaseOwner: string | null;
  readonly isLeaseLive: boolean;
}

/** The states of the tasks named. */
export async function taskStates(ledger: Ledger, ids: readonly string[]): Promise<TaskState[]> {
  const { rows } = await sql<TaskState>`
    select id, attempts, status not in ('completed', 'failed') as "isOpen", coalesce(not_before > now(), false) as "isPutOff",
      lease_owner as "leaseOwner", coalesce(lease_expires_at > now(), false) as "isLeaseLive"
    from automation_tasks where id = any(${sql.val(ids)}::uuid[])`.execute(ledger);
  return rows;
}

/** Gives the open tasks that nobody has in work another generation, so that runs made for them before no longer count. */
export async function renewGenerations(
  ledger: Ledger,
  batchId: BatchId,
  ids: readonly string[] | null = null,
): Promise<void> {
  await sql`
    update automation_tasks set generation = generation + 1
    where batch_id = ${batchId} and status not in ('completed', 'failed')
      and (lease_expires_at is null or lease_expires_at <= now())
      and (${sql.val(ids)}::uuid[] is null or id = any(${sql.val(ids)}::uuid[]))`.execute(ledger);
}

/** Fails a task that its run left undone, begun or not; false when it had ended already. */
export async function failUndone(
  ledger: Ledger,
  taskId: string,
  lease: Lease,
  failure: Pick<TaskFailure, "errorClass" | "message">,
): Promise<boolean> {
  return ledger.transaction().execute(async (trx) => {
    const { rows } = await sql<{ status: string }>`
      select status from automation_tasks where id = ${taskId} and status not in ('completed', 'failed')
      for update`.execute(trx);
    const status = rows[0]?.status;
    if (status === undefined) return false;
    // Only what was begun can fail.
    if (status === "initialized") {
      await sql`
        update automation_tasks set status = 'processing', processing_at = clock_timestamp(),
          lease_owner = ${lease.owner}, lease_expires_at = ${leaseEnd(lease)}
        where id = ${taskId}`.execute(trx);
    }
    await failTask(trx, taskId, { ...failure, detail: {}, grade: null, candidates: [], calls: 0 });
    return true;
  });
}

/** Ends the lease of a task whose holder is known to be gone. */
export async function endTaskLease(ledger: Ledger, taskId: string, owner: string): Promise<void> {
  await sql`
    update automation_tasks set lease_expires_at = now()
    where id = ${taskId} and lease_owner = ${owner} and lease_expires_at > now()`.execute(ledger);
}

/** Who has automation tasks in work. */
export async function taskHolders(ledger: Ledger): Promise<string[]> {
  const rows = await ledger
    .selectFrom("automation_tasks")
    .select("lease_owner")
    .distinct()
    .where("lease_expires_at", ">", sql<Date>`now()`)
    .execute();
  return rows.flatMap(({ lease_owner: owner }) => owner ?? []);
}

/** Ends the leases of every task whose holder is known to be gone. */
export async function endLeases(ledger: Ledger, owner: string): Promise<void> {
  await sql`
    update automation_tasks set lease_expires_at = now()
    where lease_owner = ${owner} and lease_expires_at > now()`.execute(ledger);
}

/** Puts one task off that has not begun. */
export async function putOff(ledger: Ledger, taskId: string, until: Date): Promise<void> {
  await sql`
    update automation_tasks set not_before = ${until} where id = ${taskId} and status = 'initialized'`.execute(
    ledger,
  );
}

/** Prolongs the lease of a batch whose run waits elsewhere and cannot do it itself. */
export async function prolongBatchLease(ledger: Ledger, batchId: BatchId, lease: Lease): Promise<void> {
  await sql`
    update batches set lease_expires_at = ${leaseEnd(lease)}
    where id = ${batchId} and lease_owner like 'trigger.dev/%'
      and lease_expires_at < ${leaseEnd(lease)} - interval '1 minute'`.execute(ledger);
}
