import { metadata } from "@trigger.dev/sdk";
import type { BatchId } from "../../domain/batch.ts";
import type { StageDependencies } from "../../stages/stage-run.ts";
import { batchProgress } from "../../store/batch-progress.ts";

/** The stages as the dashboard names them. */
export type ShownStage = "extract" | "decide" | "scrape" | "review" | "settle";

/** Shows on this run which stage of which batch it is at; before the stage's own runs begin. */
export async function showStage(batchId: BatchId, stage: ShownStage): Promise<void> {
  metadata.set("batch", batchId).set("stage", stage);
  await metadata.flush();
}

/** Shows the counts of a batch's lookups on this run, or on the one that waits for it. */
export async function showProgress(
  { ledger, provider, log }: StageDependencies,
  batchId: BatchId,
  on: "self" | "parent",
): Promise<void> {
  try {
    const progress = await batchProgress(ledger, batchId, provider.name);
    (on === "self" ? metadata : metadata.parent).set("lookups", { ...progress });
  } catch (error) {
    // A number that is not shown is no reason to fail what was done.
    log.warn("progress not shown", { batch: batchId, error });
  }
}
