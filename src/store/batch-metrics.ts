import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** Durations in seconds; null where nothing was measured. */
export interface BatchMetrics {
  readonly openedAt: Date;
  readonly settledAt: Date | null;
  /**
   * From opening to settling, by the clock: what lay between an interruption and its resumption, or before a replay,
   * is in it, because no record tells when a process that was killed ended.
   */
  readonly totalSeconds: number | null;
  /** From opening to the last page, by the clock. */
  readonly extractSeconds: number | null;
  /** From the last page to the last decision, by the clock. */
  readonly decideSeconds: number | null;
  /**
   * The time in which at least one lookup was in work, pauses left out. Every lookup that has ended counts from its
   * latest start, for earlier ones are not kept; one given up as abandoned does not, for nobody knows when it ended.
   */
  readonly scrapeSeconds: number | null;
  /** The lookups of `scrapeSeconds`, by that time. */
  readonly partsPerSecond: number | null;
  readonly partSecondsP50: number | null;
  readonly partSecondsP95: number | null;
  readonly calls: number;
  readonly cachedParts: number;
}

/** How long a batch and its parts took, and what they cost in provider calls. */
export async function batchMetrics(ledger: Ledger, batchId: BatchId): Promise<BatchMetrics> {
  const { rows } = await sql<BatchMetrics>`
    with task as (
      select coalesce(sum(calls), 0)::int as calls, count(*) filter (where is_cached)::int as cached
      from automation_tasks where batch_id = ${batchId}
    ), lookup as (
      -- A clock that was set back in between must not make a range that ends before it begins.
      select processing_at as began_at, greatest(coalesce(completed_at, failed_at), processing_at) as ended_at
      from automation_tasks
      where batch_id = ${batchId} and processing_at is not null
        and (completed_at is not null or (failed_at is not null and error_class <> 'abandoned'))
    ), each_lookup as (
      select count(*) as ended,
        percentile_cont(0.5) within group (order by extract(epoch from ended_at - began_at))::float8 as p50,
        percentile_cont(0.95) within group (order by extract(epoch from ended_at - began_at))::float8 as p95
      from lookup
    ), scrape as (
      select extract(epoch from sum(upper(stretch) - lower(stretch)))::float8 as seconds
      from (select unnest(range_agg(tstzrange(began_at, ended_at, '[]'))) as stretch from lookup) as busy
    )
    select b.opened_at as "openedAt", b.settled_at as "settledAt",
      extract(epoch from b.settled_at - b.opened_at)::float8 as "totalSeconds",
      extract(epoch from b.extracted_at - b.opened_at)::float8 as "extractSeconds",
      extract(epoch from b.decided_at - b.extracted_at)::float8 as "decideSeconds",
      scrape.seconds as "scrapeSeconds", each_lookup.ended / nullif(scrape.seconds, 0) as "partsPerSecond",
      each_lookup.p50 as "partSecondsP50", each_lookup.p95 as "partSecondsP95",
      task.calls, task.cached as "cachedParts"
    from batches b, task, each_lookup, scrape where b.id = ${batchId}`.execute(ledger);
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
