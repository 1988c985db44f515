import type { BatchId, BatchStatus } from "../domain/batch.ts";
import type { RunRequest } from "../domain/run-request.ts";

/** A run as it goes on from batch to batch: plain data, so that any runtime can carry it. */
export interface RunState {
  readonly runId: string;
  readonly request: RunRequest;
  /** `YYYY-MM-DD`: the day whose limit and whose ledger the run counts in. */
  readonly businessDay: string;
  /** When a schedule was due, as ISO 8601: ids of batches are made from it. Null for a run that somebody asked for. */
  readonly scheduledAt: string | null;
  readonly remainingParts: number;
  /** Where the next batch starts to read; null is the top of the source. */
  readonly position: unknown;
}

export type Opening =
  | { readonly kind: "opened"; readonly batchId: BatchId }
  /** The day's limit is reached: nothing was opened. */
  | { readonly kind: "budget_used_up" }
  /** The day's source was taken to its end before: nothing was opened. */
  | { readonly kind: "day_finished" };

export interface Extracted {
  readonly taken: number;
  readonly position: unknown;
  readonly isExhausted: boolean;
}

export interface Settled {
  readonly batchId: BatchId;
  readonly status: BatchStatus;
  /** What is left of the batch waits for the provider's quota. */
  readonly isQuotaUsedUp: boolean;
}

/**
 * The stages of the workflow, as the DAG sees them. Each reads what it needs from the ledger, does what is not done
 * yet, and answers a small receipt; calling one again changes nothing that is finished.
 */
export interface Stages {
  /** Batches an earlier run left unfinished that this one may go on with, oldest first. */
  unfinishedBatches(): Promise<readonly BatchId[]>;
  openBatch(run: RunState): Promise<Opening>;
  extractParts(batchId: BatchId): Promise<Extracted>;
  decideParts(batchId: BatchId): Promise<void>;
  /** Scrapes every open part of the batch, with retries; one part's failure never stops the others. */
  scrapeParts(batchId: BatchId): Promise<void>;
  fileManualTasks(batchId: BatchId): Promise<void>;
  settleBatch(batchId: BatchId): Promise<Settled>;
}
