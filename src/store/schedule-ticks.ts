import { sql } from "kysely";
import { jsonText } from "./json-text.ts";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";

/** One time a schedule was due, as it is delivered. */
export interface Tick {
  readonly schedule: string;
  readonly scheduledAt: Date;
  readonly businessDay: string;
  /** Earlier times that were never delivered. */
  readonly missed: number;
  /** The run that answers it, unless an earlier delivery has named another. */
  readonly runId: string;
}

/** What a delivery of a tick is to do; `runId` is the run that answers it, whichever delivery began it. */
export type TakenTick =
  | { readonly kind: "started"; readonly runId: string }
  /** An earlier delivery began the run and is gone. */
  | { readonly kind: "continued"; readonly runId: string }
  /** Delivered before, and under way or answered: nothing is to be done. */
  | { readonly kind: "repeated"; readonly runId: string; readonly status: string }
  /** The schedule's last run is still at work: nothing is to be done. */
  | { readonly kind: "skipped_overlap"; readonly runId: string; readonly blockedBy: string };

/** What a runtime knows about runs beyond the ledger's leases. */
export interface RunLiveness {
  /** Whether a run that no lease shows is at work all the same: suspended, or queued. */
  readonly isRunLive: (runId: string) => Promise<boolean>;
  /** Whether the holder of a lease is known to be gone, so that its lease need not run out first. */
  readonly isDeadOwner: (owner: string) => boolean;
}

/** Records a delivery of a tick, and says what it is to do; deliveries of one schedule take turns. */
export async function takeTick(
  ledger: Ledger,
  tick: Tick,
  lease: Lease,
  liveness: RunLiveness,
): Promise<TakenTick> {
  return ledger.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`schedule:${tick.schedule}`}))`.execute(trx);
    const known = await deliveredBefore(trx, tick);
    if (known !== undefined) {
      const { runId, status } = known;
      if (status !== "running" || (await isAtWork(known, liveness)))
        return { kind: "repeated", runId, status };
      await holdTick(trx, runId, lease);
      return { kind: "continued", runId };
    }
    const blockedBy = await runAtWork(trx, tick.schedule, liveness);
    await insertTick(trx, tick, blockedBy);
    if (blockedBy !== null) return { kind: "skipped_overlap", runId: tick.runId, blockedBy };
    await holdTick(trx, tick.runId, lease);
    return { kind: "started", runId: tick.runId };
  });
}

/** Ends a tick with what its run came to. */
export async function finishTick(
  ledger: Ledger,
  runId: string,
  outcome: { takenParts: number; endedEarly: string | null },
): Promise<void> {
  await sql`
    with ended as (
      update schedule_ticks set status = 'finished', finished_at = clock_timestamp(), taken_parts = ${outcome.takenParts},
        ended_early = ${outcome.endedEarly}, lease_owner = null, lease_expires_at = null
      where run_id = ${runId} and status = 'running' returning schedule
    )
    insert into events (kind, subject_id, from_status, to_status, actor, data)
    select 'schedule_tick', ${runId}, 'running', 'finished', current_actor(), ${jsonText(outcome)}::jsonb
    from ended`.execute(ledger);
}

/** The latest time of a schedule that is on record; null before the first one. */
export async function lastTick(
  ledger: Ledger,
  schedule: string,
): Promise<{ scheduledAt: Date; isRunning: boolean } | null> {
  const row = await ledger
    .selectFrom("schedule_ticks")
    .select(["scheduled_at as scheduledAt", sql<boolean>`status = 'running'`.as("isRunning")])
    .where("schedule", "=", schedule)
    .orderBy("scheduled_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** A time a schedule was due that nothing was done at, because its last run was still at work. */
export interface SkippedTick {
  readonly schedule: string;
  readonly scheduledAt: Date;
}

/** The times of a business day that were skipped, the first first. */
export async function skippedTicks(ledger: Ledger, businessDay: string): Promise<SkippedTick[]> {
  return ledger
    .selectFrom("schedule_ticks")
    .select(["schedule", "scheduled_at as scheduledAt"])
    .where("business_day", "=", businessDay)
    .where("status", "=", "skipped_overlap")
    .orderBy("scheduled_at")
    .execute();
}

/** By the ledger: the tick, a batch of its run, or a task of one of those is under a lease that has not run out. */
const isLive = sql<boolean>`coalesce(k.lease_expires_at > now(), false) or exists (
  select from batches b where b.run_id = k.run_id and b.settled_at is null and (b.lease_expires_at > now()
    or exists (select from automation_tasks t where t.batch_id = b.id and t.lease_expires_at > now())))`;

interface RunningTick {
  readonly runId: string;
  readonly leaseOwner: string | null;
  readonly isLive: boolean;
}

async function isAtWork(tick: RunningTick, liveness: RunLiveness): Promise<boolean> {
  if (tick.leaseOwner !== null && liveness.isDeadOwner(tick.leaseOwner)) return false;
  return tick.isLive || (await liveness.isRunLive(tick.runId));
}

async function deliveredBefore(trx: Ledger, tick: Tick) {
  const { rows } = await sql<RunningTick & { status: string }>`
    update schedule_ticks k set deliveries = deliveries + 1
    where k.schedule = ${tick.schedule} and k.scheduled_at = ${tick.scheduledAt}
    returning k.run_id as "runId", k.status, k.lease_owner as "leaseOwner", ${isLive} as "isLive"`.execute(
    trx,
  );
  return rows[0];
}

/** The run of an earlier tick that is at work; one that is gone is ended here. */
async function runAtWork(trx: Ledger, schedule: string, liveness: RunLiveness): Promise<string | null> {
  const { rows } = await sql<RunningTick>`
    select k.run_id as "runId", k.lease_owner as "leaseOwner", ${isLive} as "isLive" from schedule_ticks k
    where k.schedule = ${schedule} and k.status = 'running' order by k.scheduled_at`.execute(trx);
  for (const run of rows) {
    if (await isAtWork(run, liveness)) return run.runId;
    await finishTick(trx, run.runId, { takenParts: 0, endedEarly: "interrupted" });
  }
  return null;
}

async function holdTick(trx: Ledger, runId: string, lease: Lease): Promise<void> {
  await trx
    .updateTable("schedule_ticks")
    .set({ lease_owner: lease.owner, lease_expires_at: leaseEnd(lease) })
    .where("run_id", "=", runId)
    .execute();
}

async function insertTick(trx: Ledger, tick: Tick, blockedBy: string | null): Promise<void> {
  const status = blockedBy === null ? "running" : "skipped_overlap";
  await sql`
    with recorded as (
      insert into schedule_ticks (schedule, scheduled_at, run_id, status, business_day, missed, blocked_by, finished_at)
      values (${tick.schedule}, ${tick.scheduledAt}, ${tick.runId}, ${status}, ${tick.businessDay}::date, ${tick.missed},
        ${blockedBy}, case when ${blockedBy}::uuid is null then null else clock_timestamp() end)
    )
    insert into events (kind, subject_id, to_status, actor, data)
    values ('schedule_tick', ${tick.runId}, ${status}, current_actor(), ${jsonText({
      schedule: tick.schedule,
      scheduledAt: tick.scheduledAt,
      missed: tick.missed,
      blockedBy,
    })}::jsonb)`.execute(trx);
}

/** Who answers the ticks of a schedule that are under way. */
export async function tickHolders(
  ledger: Ledger,
  schedule: string,
): Promise<{ runId: string; owner: string }[]> {
  return ledger
    .selectFrom("schedule_ticks")
    .select(["run_id as runId", "lease_owner as owner"])
    .where("schedule", "=", schedule)
    .where("status", "=", "running")
    .where("lease_owner", "is not", null)
    .$narrowType<{ owner: string }>()
    .execute();
}
