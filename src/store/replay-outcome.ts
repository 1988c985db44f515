import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** What has come of the parts of a replay so far. */
export interface ReplayOutcome {
  readonly id: number;
  readonly reason: string;
  readonly requestedBy: string;
  readonly selected: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly completed: number;
  readonly failed: number;
  readonly open: number;
  /** Parts that new rules sent to a person. */
  readonly toReview: number;
  readonly failedByClass: Readonly<Record<string, number>>;
  /** Fallback tasks closed, because nobody had touched them. */
  readonly superseded: number;
  /** Fallback tasks that a reviewer had claimed: left to them. */
  readonly leftToReviewers: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** Counts a replay from the tasks it opened; undefined when there is no such replay. */
export async function replayOutcome(ledger: Ledger, id: number): Promise<ReplayOutcome | undefined> {
  const { rows } = await sql<ReplayOutcome>`
    with task as (
      select t.status, t.error_class, p.route, m.status as review, m.outcome
      from automation_tasks t join batch_parts p using (batch_id, part_key)
      left join manual_tasks m on m.automation_task_id = t.id
      where t.replay_id = ${id}
    ), count as (
      select count(*) filter (where status = 'completed')::int as completed,
        count(*) filter (where status = 'failed' and route = 'automation')::int as failed,
        count(*) filter (where status not in ('completed', 'failed'))::int as open,
        count(*) filter (where outcome = 'superseded')::int as superseded,
        count(*) filter (where status = 'completed' and review = 'processing')::int as claimed
      from task
    ), failure as (
      select coalesce(jsonb_object_agg(error_class, count), '{}') as by_class from (
        select error_class, count(*)::int as count from task
        where status = 'failed' and route = 'automation' group by error_class) as counted
    )
    select r.id, r.reason, r.requested_by as "requestedBy", r.selected, r.skipped, c.completed, c.failed, c.open,
      r.selected - c.completed - c.failed - c.open as "toReview", f.by_class as "failedByClass", c.superseded,
      c.claimed as "leftToReviewers", r.started_at as "startedAt", r.ended_at as "endedAt"
    from replays r, count c, failure f where r.id = ${id}`.execute(ledger);
  return rows[0];
}
