import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { FaultDetail } from "../domain/fault.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText, storableText } from "./json-text.ts";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";

/** A task that this process has taken into work, with what is known about its part. */
export interface ClaimedTask {
  readonly id: string;
  readonly batchId: BatchId;
  readonly partKey: PartKey;
  readonly mpn: string;
  readonly manufacturer: string | null;
  /** The attempt that starts now, from 1, whether it calls or has a stored answer. */
  readonly attempt: number;
  readonly waits: number;
  readonly answer: StoredAnswer | null;
}

export interface StoredAnswer {
  readonly payload: unknown;
  readonly sourceUrl: string;
  readonly fetchedAt: Date;
}

/** An answer that is not stored yet. */
export interface FreshAnswer extends StoredAnswer {
  readonly provider: string;
  readonly queryKey: string;
  readonly requestId: string | null;
  /** Calls that it took. */
  readonly calls: number;
}

export interface OpenTask {
  readonly id: string;
  readonly partKey: PartKey;
  readonly mpn: string;
}

/** Tasks of a batch that are neither completed nor failed and may start now: high lane first, then by rank. */
export async function openTasks(ledger: Ledger, batchId: BatchId): Promise<OpenTask[]> {
  const { rows } = await sql<OpenTask>`
    select t.id, t.part_key as "partKey", p.mpn
    from automation_tasks t join batch_parts p using (batch_id, part_key)
    where t.batch_id = ${batchId} and t.status not in ('completed', 'failed')
      and (t.not_before is null or t.not_before <= now())
    order by t.lane = 'normal', t.ordinal`.execute(ledger);
  return rows;
}

/**
 * Takes a task into work, and with it the stored answer of an earlier attempt, if one is fresh enough. Null when it
 * is already completed or failed, or in somebody else's work.
 */
export async function claimTask(
  ledger: Ledger,
  taskId: string,
  lease: Lease,
  answers: { provider: string; queryKey: string; notBefore: Date },
): Promise<ClaimedTask | null> {
  const { rows } = await sql<
    Omit<ClaimedTask, "answer"> & { [Name in keyof StoredAnswer]: StoredAnswer[Name] | null }
  >`
    select id, batch_id as "batchId", part_key as "partKey", mpn, manufacturer, attempts as attempt, waits, payload,
      source_url as "sourceUrl", fetched_at as "fetchedAt"
    from claim_task(${taskId}, ${lease.owner}, ${leaseEnd(lease)}, ${answers.provider}, ${answers.queryKey},
      ${answers.notBefore})`.execute(ledger);
  const row = rows[0];
  if (row === undefined) return null;
  const { payload, sourceUrl, fetchedAt, ...task } = row;
  const answer = sourceUrl === null || fetchedAt === null ? null : { payload, sourceUrl, fetchedAt };
  return { ...task, answer };
}

/** Keeps a provider's answer and notes that the data is there, together. */
export async function storeAnswer(ledger: Ledger, taskId: string, answer: FreshAnswer): Promise<void> {
  await sql`select store_answer(${taskId}, ${answer.provider}, ${answer.queryKey}, ${jsonText(answer.payload)}::jsonb,
    ${answer.requestId}, ${answer.sourceUrl}, ${answer.calls}, ${answer.fetchedAt})`.execute(ledger);
}

/** Notes that the data of a task in work is there without a call. */
export async function noteDataFinished(ledger: Ledger, taskId: string): Promise<void> {
  await ledger
    .updateTable("automation_tasks")
    .set({ status: "data_finished", data_finished_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", taskId)
    .execute();
}

/** Completes a task whose product is committed, by way of `supabase_finished`; both times are stored. */
export async function completeTask(
  ledger: Ledger,
  taskId: string,
  result: { productId: string; grade: "exact" | "alias" },
): Promise<void> {
  await sql`select complete_task(${taskId}, ${result.productId}, ${result.grade})`.execute(ledger);
}

export interface TaskFailure {
  readonly errorClass: ErrorClass;
  readonly message: string;
  readonly detail: FaultDetail;
  readonly grade: "ambiguous" | "none" | null;
  readonly candidates: readonly unknown[];
  /** Calls of the last attempt that are not on record yet. */
  readonly calls: number;
}

/** Ends a task as failed; the part goes to a person when fallback is on. */
export async function failTask(ledger: Ledger, taskId: string, failure: TaskFailure): Promise<void> {
  await sql`
    update automation_tasks set status = 'failed', failed_at = clock_timestamp(), error_class = ${failure.errorClass},
      error_message = ${storableText(failure.message)}, error_detail = error_detail || ${jsonText(failure.detail)}::jsonb,
      match_grade = ${failure.grade}, candidates = ${jsonText(failure.candidates)}::jsonb,
      calls = calls + ${failure.calls}::int, lease_owner = null, lease_expires_at = null
    where id = ${taskId} and status not in ('completed', 'failed')`.execute(ledger);
}

/** Notes why an attempt failed that will be followed by another; a wait for the remote gives the attempt back. */
export async function noteFailedAttempt(
  ledger: Ledger,
  taskId: string,
  attempt: Pick<TaskFailure, "errorClass" | "message" | "detail" | "calls"> & { usesAttempt: boolean },
): Promise<void> {
  const back = attempt.usesAttempt ? 0 : 1;
  await sql`
    update automation_tasks set error_class = ${attempt.errorClass}, error_message = ${storableText(attempt.message)},
      error_detail = error_detail || ${jsonText(attempt.detail)}::jsonb,
      calls = calls + ${attempt.calls}::int,
      attempts = greatest(attempts - ${back}::int, 0), waits = waits + ${back}::int
    where id = ${taskId}`.execute(ledger);
}

/** Puts a task back unstarted, to start again no earlier than `notBefore`; what its attempt spent stays on record. */
export async function returnTask(
  ledger: Ledger,
  taskId: string,
  { notBefore, calls }: { notBefore: Date | null; calls: number },
): Promise<void> {
  await sql`
    update automation_tasks set status = 'initialized', not_before = ${notBefore}, processing_at = null,
      data_finished_at = null, attempts = greatest(attempts - 1, 0), calls = calls + ${calls}::int, lease_owner = null, lease_expires_at = null
    where id = ${taskId} and status in ('processing', 'data_finished')`.execute(ledger);
}

/** Holds back every task of a batch that has not started. Answers how many. */
export async function deferOpenTasks(ledger: Ledger, batchId: BatchId, notBefore: Date): Promise<number> {
  const rows = await ledger
    .updateTable("automation_tasks")
    .set({ not_before: notBefore })
    .where("batch_id", "=", batchId)
    .where("status", "=", "initialized")
    .returning("id")
    .execute();
  return rows.length;
}
