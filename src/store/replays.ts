import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** A replay as it is remembered; the counts are null until it has ended. */
export interface ReplayRecord {
  readonly id: number;
  readonly batchId: BatchId;
  readonly reason: string;
  readonly requestedBy: string;
  readonly filter: unknown;
  readonly rulesetHash: string | null;
  readonly selected: number;
  readonly skipped: unknown;
  readonly completed: number | null;
  readonly failed: number | null;
  /** Parts that new rules sent to a person. */
  readonly toReview: number | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** The replays of a batch, the latest first. */
export async function replaysOf(ledger: Ledger, batchId: BatchId): Promise<ReplayRecord[]> {
  return ledger
    .selectFrom("replays")
    .select([
      "id",
      "batch_id as batchId",
      "reason",
      "requested_by as requestedBy",
      "filter",
      "ruleset_hash as rulesetHash",
      "selected",
      "skipped",
      "completed",
      "failed",
      "to_review as toReview",
      "started_at as startedAt",
      "ended_at as endedAt",
    ])
    .where("batch_id", "=", batchId)
    .orderBy("id", "desc")
    .execute();
}

/**
 * Ends the replay of a batch that is under way, with what came of its parts; for the transaction that settles the
 * batch, or that starts another replay of a batch whose last one was interrupted.
 */
export async function endReplay(trx: Ledger, batchId: BatchId): Promise<void> {
  await sql`
    with ended as (
      update replays r set ended_at = clock_timestamp(), completed = count.completed, failed = count.failed,
        to_review = r.selected - count.completed - count.failed - count.open
      from (
        select count(*) filter (where t.status = 'completed')::int as completed,
          count(*) filter (where t.status = 'failed' and p.route = 'automation')::int as failed,
          count(*) filter (where t.status not in ('completed', 'failed'))::int as open
        from automation_tasks t join batch_parts p using (batch_id, part_key)
        where t.replay_id = (select id from replays where batch_id = ${batchId} and ended_at is null)
      ) as count
      where r.batch_id = ${batchId} and r.ended_at is null
      returning r.id, r.reason, r.selected, r.completed, r.failed, r.to_review
    )
    insert into events (kind, batch_id, subject_id, from_status, to_status, actor, data)
    select 'replay', ${batchId}, e.id::text, 'running', 'ended', current_actor(), jsonb_build_object(
      'reason', e.reason, 'selected', e.selected, 'completed', e.completed, 'failed', e.failed,
      'toReview', e.to_review)
    from ended e`.execute(trx);
}
