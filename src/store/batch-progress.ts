import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** How far the lookups of a batch have come. */
export interface BatchProgress {
  readonly completed: number;
  readonly failed: number;
  /** Neither completed nor failed, those put off included. */
  readonly open: number;
  readonly deferred: number;
  /** Lookups that ended within the last minute. */
  readonly perMinute: number;
  /** Seconds until the rest is done at this rate; null while there is none. */
  readonly etaSeconds: number | null;
  /** Calls left of the provider's day; null before it has said. */
  readonly quotaLeft: number | null;
}

/** Counts the lookups of a batch. */
export async function batchProgress(
  ledger: Ledger,
  batchId: BatchId,
  provider: string,
): Promise<BatchProgress> {
  const { rows } = await sql<Omit<BatchProgress, "etaSeconds">>`
    select count(*) filter (where status = 'completed')::int as completed,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status not in ('completed', 'failed'))::int as open,
      count(*) filter (where status not in ('completed', 'failed') and not_before > now())::int as deferred,
      count(*) filter (where greatest(completed_at, failed_at) > now() - interval '1 minute')::int as "perMinute",
      (select remaining from quota_windows where provider = ${provider} and period = 'day') as "quotaLeft"
    from automation_tasks where batch_id = ${batchId}`.execute(ledger);
  const [counts] = rows;
  if (counts === undefined) throw new Error("a query without group by answered no row");
  const { open, deferred, perMinute } = counts;
  const etaSeconds = perMinute === 0 ? null : Math.ceil(((open - deferred) / perMinute) * 60);
  return { ...counts, etaSeconds };
}
