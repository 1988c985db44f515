import { type RawBuilder, sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { BatchTally } from "../domain/batch-tally.ts";
import type { Ledger } from "./ledger.ts";

/**
 * Counts a batch from its rows; undefined when there is no such batch. The failed task of a part that a replay sent to
 * a person is history, and not counted; nor is a second manual task of a part that a replay has made needless.
 */
export async function batchTally(ledger: Ledger, batchId: BatchId): Promise<BatchTally | undefined> {
  const { rows } = await sql<BatchTally>`
    with batch as (
      select *, coalesce((config ->> 'automationFailureToManual')::boolean, true) as fallback
      from batches where id = ${batchId}
    ), part as (
      select count(*)::int as parts, count(p.decided_at)::int as decided,
        count(*) filter (where p.route = 'automation')::int as automation,
        count(*) filter (where p.route = 'manual')::int as manual,
        count(*) filter (where p.settled_at is null)::int as unsettled,
        count(*) filter (where p.route = 'manual' or (t.status = 'failed' and b.fallback))::int as needing,
        count(*) filter (where (p.route = 'manual' or (t.status = 'failed' and b.fallback))
          and p.manual_task_id is null)::int as uncovered,
        count(*) filter (where m.part_key <> p.part_key)::int as misled,
        count(m.id) filter (where m.status = 'failed' and m.closed_by = 'pipeline')::int as defective
      from batch b left join batch_parts p on p.batch_id = b.id
      left join automation_tasks t on t.batch_id = p.batch_id and t.part_key = p.part_key
      left join manual_tasks m on m.id = p.manual_task_id
      where p.batch_id is not null
    ), task as (
      select count(*)::int as tasks, count(*) filter (where t.status = 'completed')::int as completed,
        count(*) filter (where t.status = 'failed')::int as failed,
        count(*) filter (where t.status not in ('completed', 'failed'))::int as open,
        count(*) filter (where t.status not in ('completed', 'failed') and t.not_before > now())::int as deferred,
        min(t.not_before) filter (where t.status not in ('completed', 'failed') and t.not_before > now()) as deferred_until,
        count(*) filter (where t.status = 'completed' and r.id is null)::int as without_product
      from automation_tasks t join batch_parts p using (batch_id, part_key) left join products r on r.id = t.product_id
      where t.batch_id = ${batchId} and p.route = 'automation'
    ), review as (${reviewCounts(batchId)}
    ), failure as (
      select coalesce(jsonb_object_agg(error_class, count), '{}') as by_class from (
        select t.error_class, count(*)::int as count
        from automation_tasks t join batch_parts p using (batch_id, part_key)
        where t.batch_id = ${batchId} and t.status = 'failed' and p.route = 'automation'
        group by t.error_class) as counted
    )
    select b.id as "batchId", b.status, b.stage,
      jsonb_build_object('extracted', b.extracted, 'quarantined', b.quarantined, 'duplicates', b.duplicates,
        'skipped', b.skipped) as recorded,
      (select count(*)::int from quarantined_rows q where q.batch_id = b.id) as quarantined,
      part.parts, part.decided, part.automation, part.manual, task.tasks, task.completed, task.failed, task.open,
      task.deferred, task.deferred_until as "deferredUntil", task.without_product as "completedWithoutProduct",
      failure.by_class as "failedByClass", part.needing as "needingReview", part.uncovered, part.misled, review.repeated,
      review.needless, part.defective as "filedDefective",
      b.fallback as "isFallbackOn", part.unsettled as "unsettledParts"
    from batch b, part, task, review, failure`.execute(ledger);
  return rows[0];
}

/** The part of the statement that counts what is wrong with the manual tasks made for a batch. */
function reviewCounts(batchId: BatchId): RawBuilder<unknown> {
  return sql`
    select count(*) filter (where tasks > 1)::int as repeated, coalesce(sum(needless), 0)::int as needless from (
      select count(*) filter (where m.outcome is distinct from 'superseded') as tasks,
        count(*) filter (where m.status = 'initialized' and t.status = 'completed') as needless
      from manual_tasks m left join automation_tasks t on t.id = m.automation_task_id
      where m.origin_batch_id = ${batchId} group by m.part_key) as filed`;
}
