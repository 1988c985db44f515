import type { BatchId } from "../domain/batch.ts";
import type { Extracted, RunState, Settled, Stages } from "./stages.ts";

/** What a run came to: its batches, and why it ended before it had all the parts it was asked for. */
export interface RunOutcome {
  readonly runId: string;
  readonly resumed: readonly Settled[];
  readonly batches: readonly Settled[];
  readonly takenParts: number;
  readonly endedEarly: "budget_used_up" | "day_finished" | "quota_used_up" | "source_exhausted" | null;
}

/** The workflow: finish what an earlier run left, then batch after batch until the request is met. */
export async function runWorkflow(stages: Stages, start: RunState): Promise<RunOutcome> {
  const resumed = await resumeBatches(stages);
  const batches: Settled[] = [];
  let run = start;
  let endedEarly: RunOutcome["endedEarly"] = null;
  while (run.remainingParts > 0 && endedEarly === null) {
    const opening = await stages.openBatch(run);
    if (opening.kind !== "opened") {
      endedEarly = opening.kind;
      break;
    }
    const { extracted, settled } = await runBatch(stages, opening.batchId);
    batches.push(settled);
    run = { ...run, remainingParts: run.remainingParts - extracted.taken, position: extracted.position };
    if (run.remainingParts > 0) endedEarly = endOfDay(extracted, settled);
  }
  const takenParts = start.remainingParts - run.remainingParts;
  return { runId: start.runId, resumed, batches, takenParts, endedEarly };
}

/** Why no further batch would get anywhere. */
function endOfDay(extracted: Extracted, settled: Settled): RunOutcome["endedEarly"] {
  if (extracted.isExhausted) return "source_exhausted";
  return settled.isQuotaUsedUp ? "quota_used_up" : null;
}

/** Finishes batches that were begun and not settled. */
export async function resumeBatches(stages: Stages): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const batchId of await stages.unfinishedBatches()) {
    settled.push((await runBatch(stages, batchId)).settled);
  }
  return settled;
}

/** The DAG of one batch. */
async function runBatch(
  stages: Stages,
  batchId: BatchId,
): Promise<{ extracted: Extracted; settled: Settled }> {
  const extracted = await stages.extractParts(batchId);
  await stages.decideParts(batchId);
  await stages.fileManualTasks(batchId); // those the rules sent to a person
  await stages.scrapeParts(batchId);
  await stages.fileManualTasks(batchId); // those whose automation failed
  return { extracted, settled: await stages.settleBatch(batchId) };
}
