import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** Durations in seconds; null where nothing was measured. */
export interface BatchMetrics {
  readonly openedAt: Date;
  readonly settledAt: Date | null;
  readonly totalSeconds: number | null;
  readonly extractSeconds: number | null;
  readonly decideSeconds: number | null;
  /** From the first claim to the last end of an automation task. */
  readonly scrapeSeconds: number | null;
  readonly partSecondsP50: number | null;
  readonly partSecondsP95: number | null;
  readonly calls: number;
  readonly cachedParts: number;
}

/** How long a batch and its parts took, and what they cost in provider calls. */
export async function batchMetrics(ledger: Ledger, batchId: BatchId): Promise<BatchMetrics> {
  const { rows } = await sql<BatchMetrics>`
    with ended as (
      select processing_at, coalesce(completed_at, failed_at) as ended_at, calls, is_cached
      from automation_tasks where batch_id = ${batchId}
    ), task as (
      select extract(epoch from max(ended_at) - min(processing_at))::float8 as span,
        percentile_cont(0.5) within group (order by extract(epoch from ended_at - processing_at))::float8 as p50,
        percentile_cont(0.95) within group (order by extract(epoch from ended_at - processing_at))::float8 as p95,
        coalesce(sum(calls), 0)::int as calls, count(*) filter (where is_cached)::int as cached
      from ended
    )
    select b.opened_at as "openedAt", b.settled_at as "settledAt",
      extract(epoch from b.settled_at - b.opened_at)::float8 as "totalSeconds",
      extract(epoch from b.extracted_at - b.opened_at)::float8 as "extractSeconds",
      extract(epoch from b.decided_at - b.extracted_at)::float8 as "decideSeconds",
      task.span as "scrapeSeconds", task.p50 as "partSecondsP50", task.p95 as "partSecondsP95",
      task.calls, task.cached as "cachedParts"
    from batches b, task where b.id = ${batchId}`.execute(ledger);
  const [metrics] = rows;
  if (metrics === undefined) throw new Error(`batch ${batchId} vanished`);
  return metrics;
}

export interface ReviewCounts {
  readonly open: number;
  readonly inWork: number;
  readonly completed: number;
  readonly failed: number;
  readonly byPriority: Readonly<Record<string, number>>;
}

/** The state of the manual tasks that the parts of a batch led to, in the batch itself and in its fallback. */
export async function reviewCounts(
  ledger: Ledger,
  batchId: BatchId,
  kind: "routed" | "fallback",
): Promise<ReviewCounts> {
  const { rows } = await sql<ReviewCounts>`
    with task as (
      select distinct m.id, m.status, m.priority from batch_parts p join manual_tasks m on m.id = p.manual_task_id
      where p.batch_id = ${batchId} and (p.route = 'automation') = (${kind} = 'fallback')
    )
    select count(*) filter (where status = 'initialized')::int as open,
      count(*) filter (where status = 'processing')::int as "inWork",
      count(*) filter (where status = 'completed')::int as completed,
      count(*) filter (where status = 'failed')::int as failed,
      (select coalesce(jsonb_object_agg(priority, count), '{}') from (
        select priority, count(*)::int as count from task group by priority) as counted) as "byPriority"
    from task`.execute(ledger);
  const [counts] = rows;
  if (counts === undefined) throw new Error("an aggregate answered no row");
  return counts;
}

/** The latest batch, of any run; undefined before the first one. */
export async function latestBatch(ledger: Ledger): Promise<BatchId | undefined> {
  const row = await ledger
    .selectFrom("batches")
    .select("id")
    .where("kind", "=", "run")
    .orderBy("opened_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
