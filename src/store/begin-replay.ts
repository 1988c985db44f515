import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { ReplayFilter } from "../domain/replay-request.ts";
import { jsonText, storableText } from "./json-text.ts";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";
import { type ReplayPlan, planReplay, skippedByReason } from "./replay-candidates.ts";
import { endReplay } from "./replays.ts";

export interface ReplayStart {
  readonly batchId: BatchId;
  readonly filter: ReplayFilter;
  readonly reason: string;
  readonly requestedBy: string;
  /** The rules that decide anew what is not finished; null leaves the decisions as they are. */
  readonly rulesetHash: string | null;
  readonly lease: Lease;
  /** Whether the holder of a lease is known to be gone, so that its lease need not run out first. */
  readonly isDeadOwner: (owner: string) => boolean;
}

export type BegunReplay =
  | { readonly kind: "begun"; readonly replayId: number; readonly plan: ReplayPlan }
  /** No part is left to run again; nothing was written. */
  | { readonly kind: "nothing"; readonly plan: ReplayPlan }
  /** Somebody is at work on the batch; `isSameReplay` when it is a replay with this filter. */
  | { readonly kind: "busy"; readonly replayId: number | null; readonly isSameReplay: boolean };

/**
 * Opens a batch again for a replay, all or nothing: the replay is recorded, its failed tasks wait to be done again,
 * their parts are held by this batch, and the batch is in progress under the lease.
 */
export async function beginReplay(ledger: Ledger, start: ReplayStart): Promise<BegunReplay> {
  return ledger.transaction().execute(async (trx) => {
    const { batchId, filter, lease } = start;
    const { owner, isLive } = await lockedHolder(trx, batchId);
    const running = await runningReplay(trx, batchId, filter);
    if (owner === lease.owner && running.replayId !== null && running.isSameReplay) {
      return { kind: "begun", replayId: running.replayId, plan: nothingMore };
    }
    if (isLive && owner !== null && owner !== lease.owner && !start.isDeadOwner(owner)) {
      return { kind: "busy", ...running };
    }
    const plan = await planReplay(trx, batchId, filter);
    if (plan.selected.length === 0) return { kind: "nothing", plan };
    await endReplay(trx, batchId);
    const replayId = await insertReplay(trx, start, plan);
    await reopenBatch(trx, start);
    if (filter.status === "deferred") await askAgain(trx, batchId);
    await reopenParts(trx, batchId, replayId, plan);
    await recordSkips(trx, batchId, replayId, plan);
    return { kind: "begun", replayId, plan };
  });
}

/** Of a replay that another attempt of the same run has begun: it goes on, and opens nothing again. */
const nothingMore: ReplayPlan = { selected: [], skipped: [], beyondLimit: 0 };

async function lockedHolder(trx: Ledger, batchId: BatchId) {
  return trx
    .selectFrom("batches")
    .select(["lease_owner as owner", sql<boolean>`coalesce(lease_expires_at > now(), false)`.as("isLive")])
    .where("id", "=", batchId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function runningReplay(trx: Ledger, batchId: BatchId, filter: ReplayFilter) {
  const row = await trx
    .selectFrom("replays")
    .select(["id", sql<boolean>`filter = ${jsonText(filter)}::jsonb`.as("isSame")])
    .where("batch_id", "=", batchId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return { replayId: row?.id ?? null, isSameReplay: row?.isSame ?? false };
}

async function insertReplay(trx: Ledger, start: ReplayStart, plan: ReplayPlan): Promise<number> {
  const { id } = await trx
    .insertInto("replays")
    .values({
      batch_id: start.batchId,
      reason: storableText(start.reason),
      requested_by: start.requestedBy,
      filter: jsonText(start.filter),
      ruleset_hash: start.rulesetHash,
      selected: plan.selected.length,
      skipped: jsonText(skippedByReason(plan)),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("events")
    .values({
      kind: "replay",
      batch_id: start.batchId,
      subject_id: String(id),
      to_status: "running",
      actor: start.requestedBy,
      data: jsonText({ reason: start.reason, filter: start.filter, selected: plan.selected.length }),
    })
    .execute();
  return id;
}

/** A batch that was never settled keeps its stage: what it has not come to yet is done as well. */
async function reopenBatch(trx: Ledger, { batchId, lease, rulesetHash }: ReplayStart): Promise<void> {
  await trx
    .updateTable("batches")
    .set({
      status: "in_progress",
      stage: sql`case stage when 'settled' then 'decided' else stage end`,
      settled_at: null,
      reason: null,
      redecide_hash: rulesetHash,
      lease_owner: lease.owner,
      lease_expires_at: leaseEnd(lease),
    })
    .where("id", "=", batchId)
    .execute();
}

/** Whoever replays what was put off knows that the quota is open again, or wants to see. */
async function askAgain(trx: Ledger, batchId: BatchId): Promise<void> {
  await trx
    .updateTable("quota_windows")
    .set({ closed_until: null })
    .where("provider", "=", (eb) => eb.selectFrom("batches").select("provider").where("id", "=", batchId))
    .execute();
}

async function reopenParts(trx: Ledger, batchId: BatchId, replayId: number, plan: ReplayPlan): Promise<void> {
  const keys = plan.selected.map(({ partKey }) => partKey).toSorted();
  await sql`
    update batch_parts p set settled_at = null
    from unnest(${sql.val(keys)}::text[]) as k(key)
    where p.batch_id = ${batchId} and p.part_key = k.key and p.settled_at is not null`.execute(trx);
  const ids = plan.selected.map(({ taskId }) => taskId);
  await sql`
    update automation_tasks set status = 'initialized', initialized_at = clock_timestamp(), attempts = 0, waits = 0,
      error_class = case status when 'failed' then error_class end, not_before = null, failed_at = null, processing_at = null, data_finished_at = null, supabase_finished_at = null,
      replays = replays + 1, replay_id = ${replayId}
    where id = any(${sql.val(ids)}::uuid[])`.execute(trx);
}

async function recordSkips(trx: Ledger, batchId: BatchId, replayId: number, plan: ReplayPlan): Promise<void> {
  if (plan.skipped.length === 0) return;
  await trx
    .insertInto("events")
    .values(
      plan.skipped.map(({ partKey, taskId, skipReason }) => ({
        kind: "replay_skipped",
        batch_id: batchId,
        part_key: partKey,
        subject_id: taskId,
        actor: "pipeline",
        data: jsonText({ replayId, reason: skipReason }),
      })),
    )
    .execute();
}
