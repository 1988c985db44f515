import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import type { NewDecision, UndecidedPart } from "./decisions.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";
import { type HistoryWindow, withHistory } from "./part-history.ts";
import { type NewShadowDecision, insertShadowDecisions } from "./shadow-decisions.ts";

/** As what the task failed before a replay opened it again; null where it never did. The task itself forgets. */
const lastFailure = sql`(
  select e.data ->> 'errorClass' from events e
  where e.part_key = t.part_key and e.batch_id = t.batch_id and e.kind = 'automation_task'
    and e.subject_id = t.id::text and e.to_status = 'failed'
  order by e.id desc limit 1)`;

/** Has other rules decide a batch anew, unless it is settled. */
export async function askForRedecision(ledger: Ledger, batchId: BatchId, rulesetHash: string): Promise<void> {
  await ledger
    .updateTable("batches")
    .set({ redecide_hash: rulesetHash })
    .where("id", "=", batchId)
    .where("settled_at", "is", null)
    .execute();
}

/**
 * The next parts of a batch that other rules have decided and whose automation has not begun, by rank, in no
 * order.
 */
export async function partsToRedecide(
  ledger: Ledger,
  batchId: BatchId,
  rulesetHash: string,
  window: HistoryWindow,
  limit: number,
): Promise<UndecidedPart[]> {
  const next = sql<Omit<UndecidedPart, "history">>`
    select p.part_key as key, p.manufacturer_key as "manufacturerKey", p.source_row as "sourceRow",
      p.priority_score::float8 as "priorityScore"
    from batch_parts p join automation_tasks t using (batch_id, part_key)
    where p.batch_id = ${batchId} and t.status = 'initialized'
      and p.ruleset_hash <> ${rulesetHash}
    order by p.ordinal limit ${limit}`;
  return (await withHistory(next, window).execute(ledger)).rows;
}

/**
 * Replaces decisions, each with the hash of the rules that made it, and tells what it was before. A part that now
 * goes to a person loses its automation task; one that failed before ends as it did, since that stays true. A part
 * whose automation has begun meanwhile keeps its decision. Answers how many were replaced.
 */
export async function recordRedecisions(
  ledger: Ledger,
  batchId: BatchId,
  decisions: readonly NewDecision[],
  shadows: readonly NewShadowDecision[],
): Promise<number> {
  return ledger.transaction().execute(async (trx) => {
    const waiting = await lockWaiting(
      trx,
      batchId,
      decisions.map(({ key }) => key),
    );
    const rows = decisions
      .filter(({ key }) => waiting.has(key))
      .map(({ decision, ...rest }) => ({ ...rest, ...decision }));
    await sql`
      with decided as (
        select d.*, p.route as "oldRoute", p.rule_id as "oldRule"
        from jsonb_to_recordset(${jsonText(rows)}::jsonb) as d(key text, kind text, route text, lane text, "ruleId" text,
          reason text, confidence numeric, "manualPriority" text, facts jsonb, conditions jsonb, "rulesetHash" text,
          propensity float8, "isExplored" boolean)
        join batch_parts p on p.batch_id = ${batchId} and p.part_key = d.key
      ), told as (
        insert into events (kind, batch_id, part_key, subject_id, from_status, to_status, actor, data)
        select 'redecided', ${batchId}, d.key, d.key, d."oldRoute", d.route, 'pipeline', jsonb_build_object(
          'fromRule', d."oldRule", 'toRule', d."ruleId", 'rulesetHash', d."rulesetHash")
        from decided d
      )
      update batch_parts p set route = d.route, lane = d.lane, decision_kind = d.kind, rule_id = d."ruleId",
        reason = d.reason, confidence = d.confidence, manual_priority = d."manualPriority", facts = d.facts,
        conditions = d.conditions, ruleset_hash = d."rulesetHash", propensity = d.propensity,
        is_explored = d."isExplored", decided_at = clock_timestamp()
      from decided d where p.batch_id = ${batchId} and p.part_key = d.key`.execute(trx);
    await insertShadowDecisions(
      batchId,
      shadows.filter(({ key }) => waiting.has(key)),
    ).execute(trx);
    await updateTasks(trx, batchId, [...waiting]);
    return waiting.size;
  });
}

/** Those of the parts whose automation still waits; until the transaction ends, nobody can begin it. */
async function lockWaiting(
  trx: Ledger,
  batchId: BatchId,
  keys: readonly PartKey[],
): Promise<ReadonlySet<PartKey>> {
  const { rows } = await sql<{ key: PartKey }>`
    select part_key as key from automation_tasks
    where batch_id = ${batchId} and part_key = any(${sql.val(keys)}::text[]) and status = 'initialized'
    order by part_key for update`.execute(trx);
  return new Set(rows.map(({ key }) => key));
}

/** Ends the tasks of parts that failed before and go to a person now, deletes those of other such parts. */
async function updateTasks(trx: Ledger, batchId: BatchId, keys: readonly PartKey[]): Promise<void> {
  await sql`
    with redecided as (
      select t.id, p.lane, case when p.route = 'manual' then ${lastFailure} end as failure
      from automation_tasks t join batch_parts p using (batch_id, part_key)
      where t.batch_id = ${batchId} and t.part_key = any(${sql.val(keys)}::text[])
    )
    update automation_tasks t set lane = r.lane, error_class = coalesce(r.failure, t.error_class),
      status = case when r.failure is null then t.status else 'failed' end,
      failed_at = case when r.failure is null then t.failed_at else clock_timestamp() end
    from redecided r where t.id = r.id`.execute(trx);
  await sql`
    delete from automation_tasks t using batch_parts p
    where p.batch_id = t.batch_id and p.part_key = t.part_key and t.batch_id = ${batchId} and p.route = 'manual'
      and t.part_key = any(${sql.val(keys)}::text[]) and t.status = 'initialized'`.execute(trx);
}
