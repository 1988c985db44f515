import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { ManualPriority } from "../domain/manual-task.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** What became of the fallback tasks whose automation was run again. */
export interface SupersededTasks {
  /** Nobody was at work on them: the product is there, they are closed. */
  readonly closed: number;
  /** A reviewer is at work on them: they stay, with a note. */
  readonly noted: number;
}

const closedNote = "automation completed the part after all";
const claimedNote =
  "Automation has completed this part meanwhile: compare with the product before you go on.";

/**
 * Closes fallback tasks whose automation has completed since, of one batch or (null) of all. One that a reviewer has
 * claimed is left to them, with a note; calling this again changes nothing.
 */
export async function supersedeFallbackTasks(
  ledger: Ledger,
  batchId: BatchId | null,
): Promise<SupersededTasks> {
  const { rows } = await sql<SupersededTasks>`
    with done as (
      select m.id, m.status from manual_tasks m join automation_tasks t on t.id = m.automation_task_id
      where t.status = 'completed' and m.status in ('initialized', 'processing')
        and (${batchId}::text is null or t.batch_id = ${batchId})
      order by m.id for update of m skip locked
    ), closed as (
      update manual_tasks m set status = 'completed', outcome = 'superseded', closed_by = 'pipeline',
        closed_at = clock_timestamp(), note = concat_ws(E'\n', m.note, ${closedNote}::text)
      from done where m.id = done.id and done.status = 'initialized' returning m.id
    ), noted as (
      update manual_tasks m set note = concat_ws(E'\n', m.note, ${claimedNote}::text)
      from done where m.id = done.id and done.status = 'processing'
        and position(${claimedNote} in coalesce(m.note, '')) = 0
      returning m.id, m.batch_id, m.part_key
    ), told as (
      insert into events (kind, batch_id, part_key, subject_id, actor, data)
      select 'manual_task_note', batch_id, part_key, id::text, 'pipeline', jsonb_build_object('note', ${claimedNote}::text)
      from noted
    )
    select (select count(*)::int from closed) as closed, (select count(*)::int from noted) as noted`.execute(
    ledger,
  );
  return rows[0] ?? { closed: 0, noted: 0 };
}

/** The open fallback tasks whose automation has failed again since they were filed, and whom nobody has claimed. */
const failedAgain = sql`t.id = m.automation_task_id and t.status = 'failed' and t.replays > 0
  and t.failed_at > m.last_seen_at and m.status = 'initialized'`;

/**
 * Brings the open fallback tasks of a batch up to date whose automation has failed again since they were filed, with
 * the priority of the new failure; one that a reviewer has claimed stays as they know it. Answers how many.
 */
export async function refreshFallbackTasks(
  ledger: Ledger,
  batchId: BatchId,
  priorityOf: (priorityScore: number | null, errorClass: ErrorClass) => ManualPriority,
): Promise<number> {
  const { rows: stale } = await sql<{ id: string; priorityScore: number | null; errorClass: ErrorClass }>`
    select m.id, p.priority_score::float8 as "priorityScore", t.error_class as "errorClass"
    from automation_tasks t join batch_parts p using (batch_id, part_key) join manual_tasks m on ${failedAgain}
    where t.batch_id = ${batchId}`.execute(ledger);
  if (stale.length === 0) return 0;
  const priorities = stale.map(({ id, priorityScore, errorClass }) => ({
    id,
    priority: priorityOf(priorityScore, errorClass),
  }));
  const { rows } = await sql<{ id: string }>`
    update manual_tasks m set error_class = t.error_class, reason = coalesce(t.error_message, m.reason),
      attempts = t.attempts, candidates = t.candidates, priority = r.priority, occurrences = m.occurrences + 1,
      last_seen_at = clock_timestamp()
    from automation_tasks t, jsonb_to_recordset(${jsonText(priorities)}::jsonb) as r(id uuid, priority text)
    where m.id = r.id and ${failedAgain}
    returning m.id`.execute(ledger);
  return rows.length;
}
