import { type BatchId } from "../domain/batch.ts";
import type { Logger } from "../domain/logger.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import { WorkflowConfig } from "../config/workflow-parameters.ts";
import { businessDay } from "../domain/business-day.ts";
import { createDecider } from "../decide/decider.ts";
import { decideParts } from "../decide/decide-parts.ts";
import { fallbackPriority } from "../decide/fallback-priority.ts";
import { rulesetFromStored } from "../decide/ruleset-from-stored.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { extractParts } from "../extract/extract-parts.ts";
import { type SourceReader, sourceReader } from "../extract/source-reader.ts";
import type { PartSource } from "../extract/part-source.ts";
import { fileBatchTasks } from "../review/file-batch-tasks.ts";
import type { Provider } from "../scrape/provider.ts";
import { type BatchRecord, batchRecord, storeRuleset, storedRuleset } from "../store/batch-record.ts";
import { batchTally } from "../store/batch-tally.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { openBatch } from "../store/open-batch.ts";
import { settleBatch } from "../store/settle-batch.ts";
import { defaultRetryPolicy } from "../workflow/retry-policy.ts";
import { batchVerdict } from "../workflow/settle.ts";
import type { RunState, Stages } from "../workflow/stages.ts";
import { Interruption } from "./interruption.ts";
import { takeOverUnfinished } from "./process-lease.ts";
import { withProviderSlots } from "./provider-slots.ts";
import { type PartEvent, scrapeBatch } from "./scrape-batch.ts";

export interface LocalDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly config: WorkflowConfig;
  readonly settings: {
    readonly refreshAfterDays: number;
    readonly businessTimezone: string;
    readonly scoreScale: 1 | 100;
    readonly answerLifetimeMs: number;
  };
  readonly openSource: () => Promise<PartSource>;
  readonly provider: Provider;
  readonly ruleset: Ruleset;
  readonly directory: ManufacturerDirectory;
  readonly trigger: "cli" | "api";
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
  readonly observer: RunObserver;
}

/** Whoever shows the run while it goes on. */
export interface RunObserver {
  onBatchOpened(batchId: BatchId): void;
  onStage(batchId: BatchId, stage: "extract" | "decide" | "scrape" | "review" | "settle"): void;
  onPlanned(batchId: BatchId, parts: number): void;
  onPart(batchId: BatchId, event: PartEvent): void;
}

/** The stages in this process: what a newcomer, a test, and a run without a Trigger.dev key use. */
export function localStages(deps: LocalDependencies): Stages {
  const { ledger, log } = deps;
  const readers = new Map<string, SourceReader>();
  const source = lazily(deps.openSource);

  /** The batch as stored, unless the run was asked to stop: between two stages is a good place to. */
  async function load(batchId: BatchId): Promise<BatchRecord & { workflow: WorkflowConfig }> {
    if (deps.signal.aborted) throw new Interruption();
    const batch = await batchRecord(ledger, batchId);
    return { ...batch, workflow: WorkflowConfig.parse(batch.config) };
  }

  /** One reader per floor, so that a batch goes on in the page where the one before it ended. */
  async function readerFor(batch: BatchRecord & { workflow: WorkflowConfig }): Promise<SourceReader> {
    const floor = batch.request.priorityThreshold ?? batch.workflow.manualPriorityThreshold;
    const known = readers.get(String(floor));
    if (known !== undefined) return known;
    const reader = sourceReader(await source(), { pageSize: pageSizeFor(batch.request.limit), floor });
    readers.set(String(floor), reader);
    return reader;
  }

  return {
    unfinishedBatches: () => takeOverUnfinished(ledger, deps.lease),

    async openBatch(run) {
      if (deps.signal.aborted) throw new Interruption();
      // The source is asked before anything is written: a source that fails leaves no batch behind.
      const { description } = await source();
      await storeRuleset(ledger, { ...deps.ruleset, content: deps.ruleset.source });
      const opened = await openBatch(ledger, opening(deps, run, description));
      if (opened.kind === "budget_used_up") return { kind: "budget_used_up" };
      deps.observer.onBatchOpened(opened.batchId);
      return { kind: "opened", batchId: opened.batchId };
    },

    async extractParts(batchId) {
      const batch = await load(batchId);
      deps.observer.onStage(batchId, "extract");
      const reader = batch.stage === "opened" ? await readerFor(batch) : noReader;
      return extractParts({ ...deps, ...deps.settings, reader }, batch);
    },

    async decideParts(batchId) {
      const batch = await load(batchId);
      deps.observer.onStage(batchId, "decide");
      const ruleset = await pinnedRuleset(deps, batch);
      await decideParts({ ledger, ruleset, decider: createDecider(ruleset), now: deps.now, log }, batch);
    },

    async scrapeParts(batchId) {
      await load(batchId);
      deps.observer.onStage(batchId, "scrape");
      const slots = { ...deps, maxConcurrent: deps.config.automationMaxConcurrent };
      await withProviderSlots(slots, deps.provider, (provider) =>
        scrapeBatch(
          {
            ...slots,
            maxAttempts: deps.config.automationRetryAttempts,
            retryPolicy: defaultRetryPolicy,
            scrape: { ...deps, provider, answerLifetimeMs: deps.settings.answerLifetimeMs },
            onPlanned: (parts) => deps.observer.onPlanned(batchId, parts),
            onPart: (event) => deps.observer.onPart(batchId, event),
          },
          batchId,
        ),
      );
    },

    async fileManualTasks(batchId) {
      const batch = await load(batchId);
      deps.observer.onStage(batchId, "review");
      const { scoring } = await pinnedRuleset(deps, batch);
      await fileBatchTasks(
        {
          ledger,
          log,
          chunkSize: deps.config.manualBatchSize,
          isFallbackOn: batch.workflow.automationFailureToManual,
          fallbackPriority: (score, errorClass) => fallbackPriority(score ?? 0, errorClass, scoring),
        },
        batchId,
      );
    },

    async settleBatch(batchId) {
      await load(batchId);
      deps.observer.onStage(batchId, "settle");
      const tally = await batchTally(ledger, batchId);
      if (tally === undefined) throw new Error(`batch ${batchId} vanished`);
      const status = batchVerdict(tally);
      if (status !== "in_progress") await settleBatch(ledger, batchId, { status, reason: null });
      return { batchId, status };
    },
  };
}

/** A batch whose extraction is finished reads nothing more. */
const noReader: SourceReader = {
  read: () => Promise.reject(new Error("the batch is extracted already")),
};

/** Pages as large as the request, within what both engines read in bounded memory. */
function pageSizeFor(limit: number): number {
  return Math.min(Math.max(limit * 2, 200), 5_000);
}

function opening(deps: LocalDependencies, run: RunState, source: string) {
  const at = deps.now();
  return {
    runId: run.runId,
    trigger: deps.trigger,
    at,
    businessDay: businessDay(at, deps.settings.businessTimezone),
    request: run.request,
    config: deps.config,
    rulesetHash: deps.ruleset.hash,
    source,
    provider: deps.provider.name,
    position: run.position,
    wantedParts: Math.min(run.remainingParts, deps.config.maxBatchSize),
    maxDailyParts: deps.config.maxDailyTasks,
    lease: deps.lease,
  };
}

/** The ruleset a batch was opened with, whatever the files say now. */
async function pinnedRuleset(deps: LocalDependencies, batch: BatchRecord): Promise<Ruleset> {
  if (batch.rulesetHash === deps.ruleset.hash) return deps.ruleset;
  return rulesetFromStored(await storedRuleset(deps.ledger, batch.rulesetHash));
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
