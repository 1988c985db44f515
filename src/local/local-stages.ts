import type { BatchId } from "../domain/batch.ts";
import { decidePartsStage } from "../stages/decide-parts-stage.ts";
import { extractPartsStage } from "../stages/extract-parts-stage.ts";
import { fileManualTasksStage } from "../stages/file-manual-tasks-stage.ts";
import { openBatchStage } from "../stages/open-batch-stage.ts";
import { settleBatchStage } from "../stages/settle-batch-stage.ts";
import { type StageDependencies, type StageRun, stageRun } from "../stages/stage-run.ts";
import { openTasks } from "../store/automation-tasks.ts";
import { defaultRetryPolicy } from "../workflow/retry-policy.ts";
import type { Stages } from "../workflow/stages.ts";
import { withProviderSlots } from "./provider-slots.ts";
import type { RunObserver } from "./run-observer.ts";
import { scrapeBatch } from "./scrape-batch.ts";
import { takeOverUnfinished } from "./take-over.ts";

export interface LocalDependencies extends StageDependencies {
  readonly random: () => number;
  readonly observer: RunObserver;
}

/** The stages in this process: what a newcomer, a test, and a run without a Trigger.dev key use. */
export function localStages(deps: LocalDependencies): Stages {
  const run = stageRun(deps);
  const { observer } = deps;
  return {
    unfinishedBatches: async () => (await takeOverUnfinished(deps)).taken,
    async openBatch(state) {
      const opening = await openBatchStage(run, state);
      if (opening.kind === "opened") observer.onBatchOpened(opening.batchId);
      return opening;
    },
    extractParts(batchId) {
      observer.onStage(batchId, "extract");
      return extractPartsStage(run, batchId);
    },
    decideParts(batchId) {
      observer.onStage(batchId, "decide");
      return decidePartsStage(run, batchId);
    },
    scrapeParts: (batchId) => scrape(run, deps, batchId),
    async fileManualTasks(batchId) {
      observer.onStage(batchId, "review");
      await fileManualTasksStage(run, batchId);
    },
    settleBatch(batchId) {
      observer.onStage(batchId, "settle");
      return settleBatchStage(run, batchId);
    },
  };
}

async function scrape({ load }: StageRun, deps: LocalDependencies, batchId: BatchId): Promise<void> {
  await load(batchId);
  deps.observer.onStage(batchId, "scrape");
  // A batch without lookups waits for nobody's calls.
  if ((await openTasks(deps.ledger, batchId)).length === 0) return;
  const directory = deps.readManufacturers();
  const { automationMaxConcurrent: maxConcurrent, automationRetryAttempts: maxAttempts } = deps.config;
  await withProviderSlots({ ...deps, maxConcurrent }, deps.provider.name, (slots) =>
    scrapeBatch(
      {
        ...deps,
        maxConcurrent: slots,
        maxAttempts,
        retryPolicy: defaultRetryPolicy,
        scrape: { ...deps, ...deps.settings, directory },
        onPlanned: (parts) => deps.observer.onPlanned(batchId, parts),
        onPart: (event) => deps.observer.onPart(batchId, event),
      },
      batchId,
    ),
  );
}
