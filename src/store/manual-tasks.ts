import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Lane, Route } from "../domain/decision.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { ManualPriority, ManualTaskKind } from "../domain/manual-task.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** A part of a batch that a person has to look at and that no manual task covers yet. */
export interface UncoveredPart {
  readonly partKey: PartKey;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly priorityScore: number | null;
  readonly sourceRow: unknown;
  readonly route: Route;
  readonly lane: Lane;
  readonly ruleId: string;
  readonly reason: string;
  readonly confidence: number;
  readonly manualPriority: ManualPriority;
  readonly facts: unknown;
  readonly conditions: unknown;
  readonly rulesetHash: string;
  /** The failed automation task, or null when the rules sent the part to a person. */
  readonly failure: {
    readonly taskId: string;
    readonly errorClass: ErrorClass;
    readonly message: string | null;
    readonly attempts: number;
    readonly candidates: unknown[];
  } | null;
}

export interface NewManualTask {
  readonly partKey: PartKey;
  readonly automationTaskId: string | null;
  readonly kind: ManualTaskKind;
  readonly priority: ManualPriority;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly reason: string;
  readonly errorClass: ErrorClass | null;
  readonly attempts: number;
  readonly candidates: readonly unknown[];
  readonly sourceRow: unknown;
  readonly decision: unknown;
  /** Why the task is no use to a reviewer: it is filed as failed, so that the part is not lost. */
  readonly defect: string | null;
}

/** The next parts of a batch, by rank, that need a manual task and have none. */
export async function uncoveredParts(
  ledger: Ledger,
  batchId: BatchId,
  options: { includeFailed: boolean; limit: number },
): Promise<UncoveredPart[]> {
  const { rows } = await sql<UncoveredPart>`
    select p.part_key as "partKey", p.mpn, p.manufacturer, p.priority_score::float8 as "priorityScore",
      p.source_row as "sourceRow", p.route, p.lane, p.rule_id as "ruleId", p.reason,
      p.confidence::float8 as confidence, p.manual_priority as "manualPriority", p.facts, p.conditions,
      p.ruleset_hash as "rulesetHash",
      case when t.id is null then null else jsonb_build_object('taskId', t.id, 'errorClass', t.error_class,
        'message', t.error_message, 'attempts', t.attempts, 'candidates', t.candidates) end as failure
    from batch_parts p
    left join automation_tasks t on t.batch_id = p.batch_id and t.part_key = p.part_key and t.status = 'failed'
      and p.route = 'automation'
    where p.batch_id = ${batchId} and p.manual_task_id is null
      and (p.route = 'manual' or (${options.includeFailed} and t.id is not null))
    order by p.ordinal limit ${options.limit}`.execute(ledger);
  return rows;
}

/**
 * Files manual tasks and links each part to its task, in one statement. A part that has an open task
 * already gets no second one: the open one counts an occurrence more and is linked.
 */
export async function fileManualTasks(
  ledger: Ledger,
  where: { originBatchId: BatchId; batchId: BatchId },
  tasks: readonly NewManualTask[],
): Promise<void> {
  await sql`
      with lacking as (
        -- Whoever files the same parts at the same time waits here, and then finds nothing lacking.
        select part_key from batch_parts
        where batch_id = ${where.originBatchId} and manual_task_id is null
          and part_key = any(${sql.val(tasks.map((task) => task.partKey))}::text[])
        order by part_key for update
      ), filed as (
        insert into manual_tasks (batch_id, origin_batch_id, part_key, automation_task_id, kind, status, priority, mpn,
          manufacturer, reason, error_class, attempts, candidates, source_row, decision, note, closed_by, closed_at)
        select ${where.batchId}, ${where.originBatchId}, r."partKey", r."automationTaskId", r.kind,
          case when r.defect is null then 'initialized' else 'failed' end, r.priority, r.mpn, r.manufacturer, r.reason,
          r."errorClass", r.attempts, r.candidates, r."sourceRow", r.decision, r.defect,
          case when r.defect is null then null else 'pipeline' end,
          case when r.defect is null then null else clock_timestamp() end
        from jsonb_to_recordset(${jsonText(tasks)}::jsonb) as r("partKey" text, "automationTaskId" uuid, kind text,
          priority text, mpn text, manufacturer text, reason text, "errorClass" text, attempts int, candidates jsonb,
          "sourceRow" jsonb, decision jsonb, defect text)
        join lacking on lacking.part_key = r."partKey"
        on conflict (part_key) where status in ('initialized', 'processing') do update set
          occurrences = manual_tasks.occurrences + 1, last_seen_at = clock_timestamp()
        returning id, part_key
      )
      update batch_parts p set manual_task_id = f.id from filed f
      where p.batch_id = ${where.originBatchId} and p.part_key = f.part_key`.execute(ledger);
}

/** The fallback batch of a batch; made on the first failure, the same one on every later call. */
export async function ensureFallbackBatch(ledger: Ledger, parentId: BatchId, id: BatchId): Promise<void> {
  await sql`
    insert into batches (id, kind, parent_batch_id, run_id, trigger, status, stage, business_day, request, config,
      ruleset_hash, source, provider, wanted, settled_at)
    select ${id}, 'fallback', b.id, b.run_id, b.trigger, 'completed', 'settled', b.business_day, b.request, b.config,
      b.ruleset_hash, b.source, b.provider, 0, clock_timestamp()
    from batches b where b.id = ${parentId}
    on conflict do nothing`.execute(ledger);
}
