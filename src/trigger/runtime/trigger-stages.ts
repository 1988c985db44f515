import { AbortTaskRunError } from "@trigger.dev/sdk";
import type { BatchId } from "../../domain/batch.ts";
import { openBatchStage } from "../../stages/open-batch-stage.ts";
import type { Stages } from "../../workflow/stages.ts";
import { createManualTasks } from "../create-manual-tasks.ts";
import { decideParts } from "../decide-parts.ts";
import { extractParts } from "../extract-parts.ts";
import { settleBatch } from "../settle-batch.ts";
import { errorText } from "./error-text.ts";
import { fanOut } from "./fan-out.ts";
import { showStage } from "./progress.ts";
import type { RunStages } from "./run-stages.ts";
import { batchTags, queueTtl } from "./run-tags.ts";
import { takeOverUnfinished } from "./take-over.ts";

/** The stages as runs of their own, so that each is seen, retried and replayed by itself. */
export function triggerStages(stages: RunStages): Stages {
  return {
    unfinishedBatches: () => takeOverUnfinished(stages),
    openBatch: (state) => openBatchStage(stages, state),
    async extractParts(batchId) {
      await showStage(batchId, "extract");
      return outputOf("extract-parts", await extractParts.triggerAndWait({ batchId }, options(batchId)));
    },
    async decideParts(batchId) {
      await showStage(batchId, "decide");
      outputOf("decide-parts", await decideParts.triggerAndWait({ batchId }, options(batchId)));
    },
    async scrapeParts(batchId) {
      await showStage(batchId, "scrape");
      await fanOut(stages, batchId);
    },
    async fileManualTasks(batchId) {
      await showStage(batchId, "review");
      outputOf("create-manual-tasks", await createManualTasks.triggerAndWait({ batchId }, options(batchId)));
    },
    async settleBatch(batchId) {
      await showStage(batchId, "settle");
      return outputOf("settle-batch", await settleBatch.triggerAndWait({ batchId }, options(batchId)));
    },
  };
}

function options(batchId: BatchId) {
  return { tags: batchTags(batchId), ttl: queueTtl };
}

type StageResult<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly id: string; readonly error: unknown };

/** A stage that failed has used its own attempts up: this run has no more to add. */
function outputOf<Output>(task: string, result: StageResult<Output>): Output {
  if (result.ok) return result.output;
  throw new AbortTaskRunError(`${task} (${result.id}) failed: ${errorText(result.error)}`);
}
