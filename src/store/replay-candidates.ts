import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { PartKey } from "../domain/part.ts";
import { mpnKey } from "../domain/part-key.ts";
import type { ReplayFilter, ReplaySkipReason } from "../domain/replay-request.ts";
import type { Ledger } from "./ledger.ts";

/** A part of a batch that a replay asks for. */
export interface ReplayCandidate {
  readonly taskId: string;
  readonly partKey: PartKey;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly errorClass: ErrorClass | null;
  readonly attempts: number;
}

/** The parts that a replay takes, those it leaves alone, and how many its limit leaves for another one. */
export interface ReplayPlan {
  readonly selected: readonly ReplayCandidate[];
  readonly skipped: readonly (ReplayCandidate & { readonly skipReason: ReplaySkipReason })[];
  readonly beyondLimit: number;
}

type Row = ReplayCandidate & { readonly skipReason: ReplaySkipReason | null };

/**
 * Which parts of a batch match, the most urgent first. A part is left alone while another batch has it open, when a
 * person has resolved it, and when another task has completed it since.
 */
export async function planReplay(
  ledger: Ledger,
  batchId: BatchId,
  filter: ReplayFilter,
): Promise<ReplayPlan> {
  const key = filter.part === null ? null : mpnKey(filter.part);
  const { rows } = await sql<Row>`
    select t.id as "taskId", t.part_key as "partKey", p.mpn, p.manufacturer, t.error_class as "errorClass", t.attempts,
      case
        when exists (select from batch_parts o
          where o.part_key = t.part_key and o.settled_at is null and o.batch_id <> t.batch_id) then 'in_progress'
        when m.status = 'completed' and m.outcome <> 'superseded' then 'reviewed'
        when exists (select from automation_tasks c
          where c.part_key = t.part_key and c.status = 'completed' and c.completed_at > t.failed_at)
          then 'completed_since'
      end as "skipReason"
    from automation_tasks t
    join batch_parts p using (batch_id, part_key)
    left join manual_tasks m on m.id = p.manual_task_id
    where t.batch_id = ${batchId} and p.route = 'automation'
      and case ${filter.status} when 'failed' then t.status = 'failed'
        else t.status = 'initialized' and t.not_before > now() end
      and (${filter.errorClass}::text is null or t.error_class = ${filter.errorClass})
      and (${key}::text is null or substr(t.part_key, strpos(t.part_key, '|') + 1) = ${key})
      and (${filter.taskIds}::uuid[] is null or t.id = any(${filter.taskIds}::uuid[]))
    order by t.lane = 'normal', t.ordinal`.execute(ledger);
  const skipped = rows.flatMap(({ skipReason, ...row }) =>
    skipReason === null ? [] : [{ ...row, skipReason }],
  );
  const free = rows.flatMap(({ skipReason, ...row }) => (skipReason === null ? [row] : []));
  const selected = free.slice(0, filter.limit ?? free.length);
  return { selected, skipped, beyondLimit: free.length - selected.length };
}

/** How many parts a plan leaves alone, by why. */
export function skippedByReason({ skipped }: ReplayPlan): Partial<Record<ReplaySkipReason, number>> {
  const counts: Partial<Record<ReplaySkipReason, number>> = {};
  for (const { skipReason } of skipped) counts[skipReason] = (counts[skipReason] ?? 0) + 1;
  return counts;
}
