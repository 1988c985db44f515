import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { WorkflowConfig } from "../config/workflow-parameters.ts";
import { createDecider } from "../decide/decider.ts";
import { loadManufacturers } from "../decide/load-manufacturers.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { BatchId } from "../domain/batch.ts";
import { businessDay } from "../domain/business-day.ts";
import type { Logger } from "../domain/logger.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { PartSource } from "../extract/part-source.ts";
import { sourceReader } from "../extract/source-reader.ts";
import { type RunObserver, type LocalDependencies, localStages } from "../local/local-stages.ts";
import { holdLeases, processLease, takeOverUnfinished } from "../local/process-lease.ts";
import { recordQuota } from "../store/quota-windows.ts";
import { type Preview, previewRun } from "../workflow/preview.ts";
import { type RunOutcome, resumeBatches, runWorkflow } from "../workflow/run-workflow.ts";
import type { Settled } from "../workflow/stages.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { openProvider } from "./open-provider.ts";
import { openSource } from "./open-source.ts";

/** Everything one run needs, put together from the configuration; dispose it when the run is over. */
export interface Session extends AsyncDisposable {
  readonly ledger: OpenLedger["db"];
  /** What stands behind each of the four ports, one line each. */
  readonly describe: () => Promise<readonly (readonly [string, string])[]>;
  run(request: RunRequest): Promise<RunOutcome>;
  /** Finishes what was begun: every batch that can go on, or the one named. */
  resume(batchId: BatchId | null): Promise<Settled[]>;
  preview(request: RunRequest): Promise<Preview>;
}

export interface SessionOptions {
  readonly config: Config;
  readonly trigger: "cli" | "api";
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  readonly onStarting?: () => void;
}

const leaseMs = 60_000;
const answerLifetimeMs = 24 * 3_600_000;

/**
 * Puts a run together.
 *
 * @throws {UserError} when rules, database, provider or source cannot be used; nothing is written then.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { config, log, signal } = options;
  const directory = loadManufacturers(join(config.rulesDir, "manufacturers.json"));
  const ruleset = loadRuleset(join(config.rulesDir, config.routingRules), {
    overrides: {
      automationPriorityThreshold: config.automationPriorityThreshold,
      maxAutomationFailures: config.maxAutomationFailures,
    },
  });
  const database = await openLedger(options);
  const provider = await openProvider(config, database.isEmbedded, log).catch(async (error: unknown) => {
    await database[Symbol.asyncDispose]();
    throw error;
  });
  let source: Promise<PartSource> | undefined;
  const ledger = database.db;
  const lease = processLease(leaseMs);
  const leases = holdLeases(ledger, lease, log);
  const settings = { ...config, answerLifetimeMs };
  const clock = { now: () => new Date(), random: Math.random };
  const deps: LocalDependencies = {
    ...options,
    ...clock,
    ledger,
    lease,
    config: WorkflowConfig.parse(workflowPart(config)),
    settings,
    openSource: () => (source ??= openSource(config)),
    provider: provider.provider,
    ruleset,
    directory,
  };

  return {
    ledger,
    async describe() {
      return [
        ["database", database.description],
        ["source", (await deps.openSource()).description],
        ["provider", provider.description],
        ["rules", `${ruleset.name} ${ruleset.version} (${ruleset.hash.slice(0, 8)})`],
      ];
    },
    async run(request) {
      await provider.provider.checkAccess(signal);
      return runWorkflow(localStages(deps), {
        runId: randomUUID(),
        request,
        remainingParts: request.limit,
        position: null,
      });
    },
    async resume(batchId) {
      await provider.provider.checkAccess(signal);
      const stages = localStages(deps);
      return resumeBatches({
        ...stages,
        unfinishedBatches: () => takeOverUnfinished(ledger, lease, batchId ?? undefined),
      });
    },
    async preview(request) {
      const floor = request.priorityThreshold ?? config.manualPriorityThreshold;
      const reader = sourceReader(await deps.openSource(), { pageSize: Math.max(200, request.limit), floor });
      return previewRun(
        { ...deps, ...settings, ...clock, reader, decider: createDecider(ruleset) },
        {
          request,
          wantedParts: request.limit,
          businessDay: businessDay(clock.now(), config.businessTimezone),
          provider: provider.provider.name,
          answersFrom: new Date(clock.now().getTime() - answerLifetimeMs),
        },
      );
    },
    async [Symbol.asyncDispose]() {
      const quota = provider.quota();
      if (quota !== null) await recordQuota(ledger, provider.provider.name, quota);
      await leases[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
      await (await source?.catch(() => undefined))?.[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The nine parameters out of the whole configuration. */
function workflowPart(config: Config): Record<string, unknown> {
  const names = WorkflowConfig.unwrap().keyof().options;
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}
