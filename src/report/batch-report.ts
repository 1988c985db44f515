import { BatchId, type BatchStatus, fallbackBatchId } from "../domain/batch.ts";
import type { BilledQuery } from "../domain/billed-query.ts";
import { checkConservation, type Conservation } from "../domain/conservation.ts";
import {
  type BatchMetrics,
  type ReviewCounts,
  batchMetrics,
  latestBatch,
  reviewCounts,
} from "../store/batch-metrics.ts";
import { batchRecord } from "../store/batch-record.ts";
import { batchTally } from "../store/batch-tally.ts";
import type { Ledger } from "../store/ledger.ts";
import { type SkippedTick, skippedTicks } from "../store/schedule-ticks.ts";
import { sourceQueries } from "../store/source-queries.ts";
import { type ShadowCount, exploredCount, shadowCounts } from "../store/shadow-decisions.ts";
import { UserError, exitCodes } from "../domain/fault.ts";

/** Everything there is to say about one batch, as plain JSON: what `status` prints and `--output` writes. */
export interface BatchReport {
  readonly batchId: BatchId;
  /** The pipeline's own result; people may still be at work, see `review`. */
  readonly status: BatchStatus;
  readonly stage: string;
  readonly reason: string | null;
  readonly businessDay: string;
  readonly source: string;
  /** What reading it cost; empty where that is nothing. */
  readonly sourceQueries: readonly BilledQuery[];
  readonly provider: string;
  readonly rulesetHash: string;
  readonly wanted: number;
  readonly totalRecords: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly skipped: Readonly<Record<string, number>>;
  /** The least priority score it read down to, 0 to 1; null when it read no part. */
  readonly cutoffPriority: number | null;
  readonly automation: {
    readonly total: number;
    readonly completed: number;
    readonly failed: number;
    readonly open: number;
    readonly deferred: number;
    /** When the first of the deferred parts may be looked up; null when none waits. */
    readonly deferredUntil: Date | null;
  };
  readonly failedByClass: Readonly<Record<string, number>>;
  /** Parts automated by chance, against the rules; and the share of parts for people that this aims at. */
  readonly exploration: { readonly rate: number; readonly parts: number };
  /** What rules on trial would have decided, one entry for each ruleset on trial. */
  readonly shadow: readonly ShadowCount[];
  readonly manual: ReviewCounts & { readonly total: number };
  readonly fallback: (ReviewCounts & { readonly batchId: BatchId; readonly total: number }) | null;
  /** Times of the batch's business day that the schedule was due and nothing was begun: a run was still at work. */
  readonly skippedTicks: readonly SkippedTick[];
  /** Whether people have anything left to do for this batch. */
  readonly review: "open" | "done";
  readonly conservation: Conservation;
  readonly metrics: BatchMetrics;
}

/**
 * Reports a batch together with its fallback batch, whichever of the two is named; the latest one without a name.
 *
 * @throws {UserError} when there is no such batch.
 */
export async function batchReport(ledger: Ledger, named: BatchId | null): Promise<BatchReport> {
  const id = named === null ? await latestOrThrow(ledger) : parentOf(named);
  const batch = await batchRecord(ledger, id);
  const [tally, metrics, manual, fallback, shadow, explored, queries, skippedTimes] = await Promise.all([
    batchTally(ledger, id),
    batchMetrics(ledger, id),
    reviewCounts(ledger, id, "routed"),
    reviewCounts(ledger, id, "fallback"),
    shadowCounts(ledger, id),
    exploredCount(ledger, id),
    sourceQueries(ledger, id),
    skippedTicks(ledger, batch.businessDay),
  ]);
  if (tally === undefined) throw new Error(`batch ${id} vanished`);
  const { recorded, completed, failed, open, deferred, deferredUntil } = tally;
  const fallbackTotal = totalOf(fallback);
  const isReviewOpen = manual.open + manual.inWork + fallback.open + fallback.inWork > 0;
  return {
    batchId: id,
    status: batch.status,
    stage: batch.stage,
    reason: batch.reason,
    businessDay: batch.businessDay,
    source: batch.source,
    sourceQueries: queries,
    provider: batch.provider,
    rulesetHash: batch.rulesetHash,
    wanted: batch.wantedParts,
    totalRecords: tally.parts,
    quarantined: recorded.quarantined,
    duplicates: recorded.duplicates,
    skipped: recorded.skipped,
    cutoffPriority: batch.cutoffPriority,
    automation: { total: tally.automation, completed, failed, open, deferred, deferredUntil },
    failedByClass: tally.failedByClass,
    exploration: { rate: batch.exploration.rate, parts: explored },
    shadow,
    manual: { ...manual, total: totalOf(manual) },
    fallback:
      fallbackTotal === 0 ? null : { batchId: fallbackBatchId(id), total: fallbackTotal, ...fallback },
    skippedTicks: skippedTimes,
    review: isReviewOpen ? "open" : "done",
    conservation: checkConservation(tally),
    metrics,
  };
}

async function latestOrThrow(ledger: Ledger): Promise<BatchId> {
  const id = await latestBatch(ledger);
  if (id !== undefined) return id;
  throw new UserError(
    exitCodes.notFound,
    'No batch has been run yet in this database; start with "workflow run --limit 50".',
  );
}

/** A fallback batch is reported with the batch it belongs to. */
function parentOf(id: BatchId): BatchId {
  return BatchId.parse(id.replace(/_fallback$/, ""));
}

function totalOf(counts: ReviewCounts): number {
  return counts.open + counts.inWork + counts.completed + counts.failed;
}
