import { createDecider } from "../decide/decider.ts";
import { decideParts } from "../decide/decide-parts.ts";
import { fallbackPriority } from "../decide/fallback-priority.ts";
import type { BatchId } from "../domain/batch.ts";
import { businessDay } from "../domain/business-day.ts";
import { UserError } from "../domain/fault.ts";
import { extractParts } from "../extract/extract-parts.ts";
import { SourcePosition, startOfSource } from "../extract/source-reader.ts";
import { fileBatchTasks } from "../review/file-batch-tasks.ts";
import { openTasks } from "../store/automation-tasks.ts";
import { storeRuleset } from "../store/batch-record.ts";
import { batchTally } from "../store/batch-tally.ts";
import { finishExtraction } from "../store/extraction.ts";
import { openBatch } from "../store/open-batch.ts";
import { settleBatch } from "../store/settle-batch.ts";
import { defaultRetryPolicy } from "../workflow/retry-policy.ts";
import { batchVerdict } from "../workflow/settle.ts";
import type { Extracted, Opening, RunState, Settled, Stages } from "../workflow/stages.ts";
import { Interruption } from "./interruption.ts";
import { type LoadedBatch, type LocalDependencies, type LocalRun, localRun } from "./local-run.ts";
import { takeOverUnfinished } from "./process-lease.ts";
import { withProviderSlots } from "./provider-slots.ts";
import { scrapeBatch } from "./scrape-batch.ts";

/** The stages in this process: what a newcomer, a test, and a run without a Trigger.dev key use. */
export function localStages(deps: LocalDependencies): Stages {
  const run = localRun(deps);
  return {
    unfinishedBatches: () => takeOverUnfinished(deps.ledger, deps.lease),
    openBatch: (state) => open(run, state),
    extractParts: (batchId) => extract(run, batchId),
    decideParts: (batchId) => decide(run, batchId),
    scrapeParts: (batchId) => scrape(run, batchId),
    fileManualTasks: (batchId) => file(run, batchId),
    settleBatch: (batchId) => settle(run, batchId),
  };
}

async function open({ deps, readerFor }: LocalRun, state: RunState): Promise<Opening> {
  if (deps.signal.aborted) throw new Interruption();
  // The source is read before anything is written: a source that fails leaves no batch behind.
  const reader = await readerFor(state.request, deps.config);
  await reader.read(state.position === null ? startOfSource : SourcePosition.parse(state.position));
  await storeRuleset(deps.ledger, { ...deps.ruleset, content: deps.ruleset.source });
  const at = deps.now();
  const opened = await openBatch(deps.ledger, {
    ...state,
    ...deps,
    at,
    businessDay: businessDay(at, deps.settings.businessTimezone),
    rulesetHash: deps.ruleset.hash,
    source: (await deps.openSource()).description,
    provider: deps.provider.name,
    wantedParts: Math.min(state.remainingParts, deps.config.maxBatchSize),
    maxDailyParts: deps.config.maxDailyTasks,
  });
  if (opened.kind === "budget_used_up") return { kind: "budget_used_up" };
  deps.observer.onBatchOpened(opened.batchId);
  return { kind: "opened", batchId: opened.batchId };
}

async function extract({ deps, load, readerFor }: LocalRun, batchId: BatchId): Promise<Extracted> {
  const batch = await load(batchId);
  deps.observer.onStage(batchId, "extract");
  // A batch that is extracted reads nothing more, so a resumed run need not have its source.
  const reader = batch.stage === "opened" ? await readerFor(batch.request, batch.workflow) : null;
  try {
    return await extractParts({ ...deps, ...deps.settings, reader }, batch);
  } catch (error) {
    if (error instanceof UserError) await failUnread(deps, batch, error.message);
    throw error;
  }
}

/** A batch whose source cannot be used ends as failed with the reason; one that has parts can go on later. */
async function failUnread(deps: LocalDependencies, batch: LoadedBatch, reason: string): Promise<void> {
  const tally = await batchTally(deps.ledger, batch.id);
  if (tally === undefined || tally.parts > 0) return;
  await finishExtraction(deps.ledger, batch.id, reason);
  await settleBatch(deps.ledger, batch.id, { status: "failed", reason });
}

async function decide({ deps, load, rulesetOf }: LocalRun, batchId: BatchId): Promise<void> {
  const batch = await load(batchId);
  deps.observer.onStage(batchId, "decide");
  const ruleset = await rulesetOf(batch);
  await decideParts({ ...deps, ruleset, decider: createDecider(ruleset) }, batch);
}

async function scrape({ deps, load }: LocalRun, batchId: BatchId): Promise<void> {
  await load(batchId);
  deps.observer.onStage(batchId, "scrape");
  // A batch without lookups waits for nobody's calls.
  if ((await openTasks(deps.ledger, batchId)).length === 0) return;
  const { automationMaxConcurrent: maxConcurrent, automationRetryAttempts: maxAttempts } = deps.config;
  await withProviderSlots({ ...deps, maxConcurrent }, deps.provider.name, (slots) =>
    scrapeBatch(
      {
        ...deps,
        maxConcurrent: slots,
        maxAttempts,
        retryPolicy: defaultRetryPolicy,
        scrape: { ...deps, ...deps.settings },
        onPlanned: (parts) => deps.observer.onPlanned(batchId, parts),
        onPart: (event) => deps.observer.onPart(batchId, event),
      },
      batchId,
    ),
  );
}

async function file({ deps, load, rulesetOf }: LocalRun, batchId: BatchId): Promise<void> {
  const batch = await load(batchId);
  deps.observer.onStage(batchId, "review");
  const { scoring } = await rulesetOf(batch);
  await fileBatchTasks(
    {
      ...deps,
      chunkSize: deps.config.manualBatchSize,
      isFallbackOn: batch.workflow.automationFailureToManual,
      fallbackPriority: (score, errorClass) => fallbackPriority(score, errorClass, scoring),
    },
    batchId,
  );
}

async function settle({ deps, load }: LocalRun, batchId: BatchId): Promise<Settled> {
  await load(batchId);
  deps.observer.onStage(batchId, "settle");
  const tally = await batchTally(deps.ledger, batchId);
  if (tally === undefined) throw new Error(`batch ${batchId} vanished`);
  const status = batchVerdict(tally);
  if (status !== "in_progress") await settleBatch(deps.ledger, batchId, { status, reason: null });
  return { batchId, status };
}
