import { WorkflowConfig } from "../config/workflow-parameters.ts";
import { createDecider, type Decider, type DeciderOptions } from "../decide/decider.ts";
import { rulesetFromStored } from "../decide/ruleset-from-stored.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import type { BatchId } from "../domain/batch.ts";
import type { BilledQuery } from "../domain/billed-query.ts";
import type { Logger } from "../domain/logger.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { PartSource } from "../extract/part-source.ts";
import { skipRules } from "../extract/skip-rules.ts";
import { largestPage, type SourceReader, sourceReader } from "../extract/source-reader.ts";
import type { Provider } from "../scrape/provider.ts";
import { type BatchRecord, batchRecord, storedRuleset } from "../store/batch-record.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { leftOutReader } from "../store/left-out-parts.ts";
import { Interruption } from "../workflow/interruption.ts";

/** What the stages need, whatever runtime calls them. */
export interface StageDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly config: WorkflowConfig;
  readonly settings: {
    readonly refreshAfterDays: number;
    readonly businessTimezone: string;
    readonly scoreScale: 1 | 100;
    readonly answerLifetimeMs: number;
    readonly explorationRate: number;
    readonly explorationSeed: number;
  } & Partial<Pick<DeciderOptions, "decisionTable" | "decisionAuditEvery">>;
  readonly openSource: () => Promise<PartSource>;
  readonly provider: Provider;
  /**
   * To open the next batch with: edited rules are taken up between batches, never during one.
   *
   * @throws {UserError} when the files cannot be used and there are no good rules to go on with.
   */
  readonly latestRuleset: () => Promise<Ruleset>;
  /**
   * By what names manufacturers go; read when they are first needed.
   *
   * @throws {UserError} when their file cannot be used.
   */
  readonly readManufacturers: () => ManufacturerDirectory;
  readonly trigger: "cli" | "api" | "schedule";
  /** What others said, as it may be kept and shown: on one line, without secrets. */
  readonly shownText: (text: string) => string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** A batch as stored, with the configuration it was opened with. */
export type LoadedBatch = BatchRecord & { readonly workflow: WorkflowConfig };

/** What tells which parts a batch may take. */
export interface ReadTarget {
  readonly request: RunRequest;
  /** `YYYY-MM-DD` in the business timezone. */
  readonly businessDay: string;
  readonly workflow: WorkflowConfig;
}

/** What the stages of one run share besides their dependencies. */
export interface StageRun {
  readonly deps: StageDependencies;
  /**
   * The batch as stored.
   *
   * @throws {Interruption} when the run was asked to stop: between two stages is a good place to.
   */
  readonly load: (batchId: BatchId) => Promise<LoadedBatch>;
  /** One reader for all batches that take the same parts, so that each goes on in the page where the last ended. */
  readonly readerFor: (target: ReadTarget) => Promise<SourceReader>;
  /** The queries of the source so far; one that was told of before counts as reused. */
  readonly billedQueries: () => Promise<readonly BilledQuery[]>;
  /** The ruleset for the next batch. */
  readonly nextRuleset: () => Promise<Ruleset>;
  /** The ruleset with this hash as it was stored, whatever the files say now. */
  readonly rulesetOf: (hash: string) => Promise<Ruleset>;
  /** One decider per ruleset, its table proven, so that all batches of a run share it. */
  readonly deciderOf: (ruleset: Ruleset) => Promise<Decider>;
}

/** Starts what the stages of one run share; nothing is opened yet. */
export function stageRun(deps: StageDependencies): StageRun {
  const readers = new Map<string, SourceReader>();
  const toldQueries = new Set<string>();
  const deciders = new Map<string, Decider>();
  const rulesets = new Map<string, Ruleset>();
  return {
    deps,
    async load(batchId) {
      if (deps.signal.aborted) throw new Interruption();
      const batch = await batchRecord(deps.ledger, batchId);
      return { ...batch, workflow: WorkflowConfig.parse(batch.config) };
    },
    async readerFor({ request, businessDay, workflow }) {
      const floor = request.priorityThreshold ?? workflow.manualPriorityThreshold;
      const selection = JSON.stringify([floor, businessDay, request.refresh]);
      const known = readers.get(selection);
      if (known !== undefined) return known;
      const reader = await openReader(deps, { request, businessDay, floor });
      readers.set(selection, reader);
      return reader;
    },
    async billedQueries() {
      const queries = (await (await deps.openSource()).queries?.()) ?? [];
      return queries.map((query) => {
        const isReused = query.isReused || toldQueries.has(query.jobId);
        toldQueries.add(query.jobId);
        return { ...query, isReused };
      });
    },
    async nextRuleset() {
      const ruleset = await deps.latestRuleset();
      rulesets.set(ruleset.hash, ruleset);
      return ruleset;
    },
    async rulesetOf(hash) {
      const ruleset = rulesets.get(hash) ?? rulesetFromStored(await storedRuleset(deps.ledger, hash));
      rulesets.set(hash, ruleset);
      return ruleset;
    },
    async deciderOf(ruleset) {
      const known = deciders.get(ruleset.hash);
      if (known !== undefined) return known;
      const decider = createDecider(ruleset, { ...deps.settings, log: deps.log });
      deps.log.debug("decision table proven", { ruleset: ruleset.hash, ...(await decider.prove()) });
      deciders.set(ruleset.hash, decider);
      return decider;
    },
  };
}

/** Opens a reader of the parts that a run with this request may take on this day. */
export async function openReader(
  deps: Pick<StageDependencies, "ledger" | "openSource" | "provider" | "now" | "settings">,
  { request, businessDay, floor }: { request: RunRequest; businessDay: string; floor: number },
): Promise<SourceReader> {
  const { refreshAfterDays } = deps.settings;
  const rules = skipRules(
    { ...deps, refreshAfterDays },
    { request, businessDay, provider: deps.provider.name },
  );
  return sourceReader(await deps.openSource(), {
    pageSize: request.limit === null ? largestPage : pageSizeFor(request.limit),
    floor,
    leftOut: leftOutReader(deps.ledger, rules),
  });
}

/** Pages as large as the request, within what a source reads in bounded memory. */
function pageSizeFor(limit: number): number {
  return Math.min(Math.max(limit * 2, 200), largestPage);
}
