import type { BatchId, BatchStatus } from "../domain/batch.ts";
import type { RunRequest } from "../domain/run-request.ts";

/** A run as it goes on from batch to batch: plain data, so that any runtime can carry it. */
export interface RunState {
  readonly runId: string;
  readonly request: RunRequest;
  readonly remainingParts: number;
  /** Where the next batch starts to read; null is the top of the source. */
  readonly position: unknown;
}

export type Opening =
  | { readonly kind: "opened"; readonly batchId: BatchId }
  /** The day's limit is reached: nothing was opened. */
  | { readonly kind: "budget_used_up" };

export interface Extracted {
  readonly taken: number;
  readonly position: unknown;
  readonly isExhausted: boolean;
}

export interface Settled {
  readonly batchId: BatchId;
  readonly status: BatchStatus;
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
