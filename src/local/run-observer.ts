import type { BatchId } from "../domain/batch.ts";
import type { ScrapeOutcome } from "../scrape/scrape-outcome.ts";

/** One part's end in this run, for whoever shows progress. */
export type PartEvent = { readonly mpn: string } & (
  ScrapeOutcome | { readonly kind: "deferred"; readonly until: Date } | { readonly kind: "released" }
);

/** Whoever shows the run while it goes on. */
export interface RunObserver {
  onBatchOpened(batchId: BatchId): void;
  onStage(batchId: BatchId, stage: "extract" | "decide" | "scrape" | "review" | "settle"): void;
  onPlanned(batchId: BatchId, parts: number): void;
  onPart(batchId: BatchId, event: PartEvent): void;
}
