import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { ManualPriority, ManualTaskKind, ManualTaskStatus } from "../domain/manual-task.ts";
import type { Ledger } from "./ledger.ts";

/** A manual task that waits for a person, as `pending` lists it. */
export interface PendingTask {
  readonly id: string;
  readonly batchId: BatchId;
  readonly kind: ManualTaskKind;
  readonly status: ManualTaskStatus;
  readonly priority: ManualPriority;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly reason: string;
  readonly errorClass: string | null;
  readonly attempts: number;
  readonly occurrences: number;
  readonly candidates: readonly unknown[];
  readonly sourceRow: unknown;
  readonly decision: unknown;
  readonly createdAt: Date;
}

export interface PendingTasks {
  /** All that match, whatever the limit. */
  readonly total: number;
  readonly tasks: readonly PendingTask[];
}

/** Open manual tasks: filtered, then by priority and age, then limited. */
export async function pendingTasks(
  ledger: Ledger,
  filter: { priority: ManualPriority | null; limit: number },
): Promise<PendingTasks> {
  const { rows } = await sql<PendingTask>`
    select id, batch_id as "batchId", kind, status, priority, mpn, manufacturer, reason, error_class as "errorClass",
      attempts, occurrences, candidates, source_row as "sourceRow", decision, created_at as "createdAt"
    from manual_tasks
    where status in ('initialized', 'processing') and (${filter.priority}::text is null or priority = ${filter.priority})
    order by priority_rank, created_at, id limit ${filter.limit}`.execute(ledger);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from manual_tasks
    where status in ('initialized', 'processing') and (${filter.priority}::text is null or priority = ${filter.priority})`.execute(
    ledger,
  );
  return { total: counted.rows[0]?.total ?? 0, tasks: rows };
}
