import { type BatchId, fallbackBatchId } from "../domain/batch.ts";
import type { Logger } from "../domain/logger.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { ManualPriority } from "../domain/manual-task.ts";
import { databaseRefusal } from "../store/connection/database-refusal.ts";
import type { Ledger } from "../store/ledger.ts";
import {
  type NewManualTask,
  type UncoveredPart,
  ensureFallbackBatch,
  fileManualTasks,
  uncoveredParts,
} from "../store/manual-tasks.ts";
import { reopenFailedBatch } from "../store/settle-batch.ts";
import { refreshFallbackTasks, supersedeFallbackTasks } from "../store/superseded-tasks.ts";
import { manualTaskDefect } from "./manual-task-defect.ts";

export interface FileDependencies {
  readonly ledger: Ledger;
  readonly log: Logger;
  /** Tasks filed in one transaction. */
  readonly chunkSize: number;
  /** Whether a failed automation becomes a manual task. */
  readonly isFallbackOn: boolean;
  /** The priority of a task made because automation failed. */
  readonly fallbackPriority: (priorityScore: number | null, errorClass: ErrorClass) => ManualPriority;
}

export interface FileReceipt {
  readonly batchId: BatchId;
  readonly routed: number;
  readonly fallback: number;
  /** Filed as failed, because they did not pass validation. */
  readonly defective: number;
  /** Why the rest could not be filed; null when nothing is lacking. */
  readonly refusal: string | null;
}

/**
 * Files a manual task for every part of the batch that needs one and has none: parts routed to a person, and parts
 * whose automation failed. Fallback tasks that a replay has made needless are closed, those that failed again are
 * brought up to date. Safe to call at any time and any number of times.
 *
 * A chunk that the database refuses twice is the last one that is tried; chunks filed before it stay.
 *
 * @throws what is no word of the database, such as a lost connection.
 */
export async function fileBatchTasks(deps: FileDependencies, batchId: BatchId): Promise<FileReceipt> {
  const receipt = { batchId, routed: 0, fallback: 0, defective: 0, refusal: null };
  await supersedeFallbackTasks(deps.ledger, batchId);
  await refreshFallbackTasks(deps.ledger, batchId, deps.fallbackPriority);
  for (;;) {
    const parts = await uncoveredParts(deps.ledger, batchId, {
      includeFailed: deps.isFallbackOn,
      limit: deps.chunkSize,
    });
    if (parts.length === 0) return receipt;
    const tasks = parts.map((part) => newTask(part, deps.fallbackPriority));
    const refusal = await refusalOf(deps.log, () => fileChunk(deps.ledger, batchId, tasks));
    if (refusal !== null) return { ...receipt, refusal };
    for (const task of tasks) {
      receipt[task.kind] += 1;
      if (task.defect !== null) {
        receipt.defective += 1;
        deps.log.warn("manual task filed as failed", {
          batch: batchId,
          part: task.partKey,
          defect: task.defect,
        });
      }
    }
  }
}

/**
 * Routed tasks belong to the batch, fallback tasks to its fallback batch. A batch that had failed for want of them is
 * open again with the first that it gets, so that whoever comes next gives it its verdict, whatever happens here.
 */
async function fileChunk(ledger: Ledger, batchId: BatchId, tasks: readonly NewManualTask[]): Promise<void> {
  const routed = tasks.filter((task) => task.kind === "routed");
  const fallback = tasks.filter((task) => task.kind === "fallback");
  await ledger.transaction().execute(async (trx) => {
    await reopenFailedBatch(trx, batchId);
    if (routed.length > 0) await fileManualTasks(trx, { originBatchId: batchId, batchId }, routed);
    if (fallback.length > 0) {
      const fallbackId = fallbackBatchId(batchId);
      await ensureFallbackBatch(trx, batchId, fallbackId);
      await fileManualTasks(trx, { originBatchId: batchId, batchId: fallbackId }, fallback);
    }
  });
}

/**
 * A chunk that fails for a passing reason (a lost connection, a deadlock) succeeds the second time. Answers why the
 * database refuses it, null once it is filed.
 */
async function refusalOf(log: Logger, action: () => Promise<void>): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    log.warn("filing manual tasks failed, trying once more", { error });
  }
  try {
    await action();
    return null;
  } catch (error) {
    const refusal = databaseRefusal(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

function newTask(part: UncoveredPart, fallbackPriority: FileDependencies["fallbackPriority"]): NewManualTask {
  const { failure } = part;
  return {
    partKey: part.partKey,
    automationTaskId: failure?.taskId ?? null,
    kind: failure === null ? "routed" : "fallback",
    priority:
      failure === null ? part.manualPriority : fallbackPriority(part.priorityScore, failure.errorClass),
    mpn: part.mpn,
    manufacturer: part.manufacturer,
    reason: failure === null ? part.reason : (failure.message ?? `automation failed: ${failure.errorClass}`),
    errorClass: failure?.errorClass ?? null,
    attempts: failure?.attempts ?? 0,
    candidates: failure?.candidates ?? [],
    sourceRow: part.sourceRow,
    decision: {
      route: part.route,
      lane: part.lane,
      ruleId: part.ruleId,
      reason: part.reason,
      confidence: part.confidence,
      facts: part.facts,
      conditions: part.conditions,
      rulesetHash: part.rulesetHash,
    },
    defect: manualTaskDefect(part),
  };
}
