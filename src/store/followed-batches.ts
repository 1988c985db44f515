import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** A batch as somebody sees it who follows the run that has it in work. */
export interface FollowedBatch {
  readonly id: BatchId;
  readonly isSettled: boolean;
  /** Lookups of the batch; of its latest replay where it was replayed. */
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly deferred: number;
}

/** The batches that a run has opened or holds at the moment, in the order they were opened. */
export async function followedBatches(
  ledger: Ledger,
  run: { readonly owner: string; readonly runId: string | null },
): Promise<FollowedBatch[]> {
  const { rows } = await sql<FollowedBatch>`
    select b.id, b.settled_at is not null as "isSettled", count(t.id)::int as total,
      count(t.id) filter (where t.status = 'completed')::int as completed,
      count(t.id) filter (where t.status = 'failed')::int as failed,
      count(t.id) filter (where t.status not in ('completed', 'failed') and t.not_before > now())::int as deferred
    from batches b
    left join automation_tasks t on t.batch_id = b.id
      and t.replay_id is not distinct from (select max(r.id) from replays r where r.batch_id = b.id)
    where b.kind = 'run' and (b.run_id = ${run.runId}::uuid or b.lease_owner = ${run.owner})
    group by b.id
    order by b.opened_at`.execute(ledger);
  return rows;
}
