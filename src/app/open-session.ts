import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { WorkflowConfig } from "../config/workflow-parameters.ts";
import { loadManufacturers } from "../decide/load-manufacturers.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { BatchId } from "../domain/batch.ts";
import type { Logger } from "../domain/logger.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import { type LocalDependencies, localStages } from "../local/local-stages.ts";
import { processLease, takeOverUnfinished } from "../local/process-lease.ts";
import type { RunObserver } from "../local/run-observer.ts";
import { holdLeases } from "../stages/hold-leases.ts";
import type { Ledger } from "../store/ledger.ts";
import { knownPartCount } from "../store/known-part-count.ts";
import { recordQuota } from "../store/quota-windows.ts";
import { type RunOutcome, resumeBatches, runWorkflow } from "../workflow/run-workflow.ts";
import type { Settled } from "../workflow/stages.ts";
import { type DryRun, dryRun } from "./dry-run.ts";
import { openLedger } from "./open-ledger.ts";
import { openProvider, providerCredentials } from "./open-provider.ts";
import { checkSourceChoice, lazySource } from "./open-source.ts";

/** Everything one run needs, put together from the configuration; dispose it when the run is over. */
export interface Session extends AsyncDisposable {
  readonly ledger: Ledger;
  /** What stands behind each of the four ports, one line each. */
  describe(): Promise<readonly (readonly [string, string])[]>;
  run(request: RunRequest): Promise<RunOutcome>;
  /** Finishes what was begun: every batch that can go on, or the one named. */
  resume(batchId: BatchId | null): Promise<Settled[]>;
  /** What `run` would do now; writes nothing. */
  dryRun(request: RunRequest): Promise<DryRun>;
}

export interface SessionOptions {
  readonly config: Config;
  readonly trigger: "cli" | "api";
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  readonly onStarting?: () => void;
  /** Identity tokens of the platform that runs this process, to sign in to BigQuery with. */
  readonly getOidcToken?: GetOidcToken;
}

const leaseMs = 60_000;
const answerLifetimeMs = 24 * 3_600_000;

/**
 * Puts a run together.
 *
 * @throws {UserError} when rules, database, provider or source cannot be used; nothing is written then.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { config, log } = options;
  const rules = readRules(config);
  providerCredentials(config);
  checkSourceChoice(config);
  const lease = processLease(leaseMs);
  const database = await openLedger(options);
  const closing = [() => database[Symbol.asyncDispose]()];
  try {
    const { provider, description, quota, ...open } = await openProvider(config, log);
    closing.unshift(() => open[Symbol.asyncDispose]());
    const source = lazySource(config, {
      ...options,
      now: () => new Date(),
      doneParts: () => knownPartCount(database.db),
    });
    closing.unshift(() => source[Symbol.asyncDispose]());
    const leases = holdLeases(database.db, lease, log);
    closing.unshift(() => leases[Symbol.asyncDispose]());
    const deps: LocalDependencies = {
      ...options,
      ...rules,
      ledger: database.db,
      lease,
      provider,
      config: WorkflowConfig.parse(workflowPart(config)),
      settings: { ...config, answerLifetimeMs },
      openSource: source.open,
      now: () => new Date(),
      random: Math.random,
    };
    return {
      ...operations(deps),
      describe: async () => [
        ["database", database.description],
        ["source", (await source.open()).description],
        ["provider", description],
        ["rules", `${rules.ruleset.name} ${rules.ruleset.version} (${rules.ruleset.hash.slice(0, 8)})`],
      ],
      async [Symbol.asyncDispose]() {
        const observed = quota();
        if (observed !== null) await recordQuota(database.db, provider.name, observed);
        for (const close of closing) await close();
      },
    };
  } catch (error) {
    for (const close of closing) await close();
    throw error;
  }
}

function operations(deps: LocalDependencies): Pick<Session, "ledger" | "run" | "resume" | "dryRun"> {
  const { ledger, lease, provider, signal } = deps;
  return {
    ledger,
    async run(request) {
      await provider.checkAccess(signal);
      const start = { runId: randomUUID(), request, remainingParts: request.limit, position: null };
      return runWorkflow(localStages(deps), start);
    },
    async resume(batchId) {
      await provider.checkAccess(signal);
      const unfinishedBatches = () => takeOverUnfinished(ledger, lease, batchId ?? undefined);
      return resumeBatches({ ...localStages(deps), unfinishedBatches });
    },
    dryRun: (request) => dryRun(deps, request),
  };
}

function readRules(config: Config) {
  return {
    directory: loadManufacturers(join(config.rulesDir, "manufacturers.json")),
    ruleset: loadRuleset(join(config.rulesDir, config.routingRules), {
      shadow: config.shadowRules,
      overrides: {
        automationPriorityThreshold: config.automationPriorityThreshold,
        maxAutomationFailures: config.maxAutomationFailures,
      },
    }),
  };
}

/** The nine parameters out of the whole configuration. */
function workflowPart(config: Config): Record<string, unknown> {
  const names = WorkflowConfig.unwrap().keyof().options;
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}
