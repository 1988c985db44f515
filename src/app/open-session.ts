import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { WorkflowConfig } from "../config/workflow-parameters.ts";
import { loadManufacturers } from "../decide/load-manufacturers.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { Logger } from "../domain/logger.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import type { LocalDependencies } from "../local/local-stages.ts";
import { processLease } from "../local/process-lease.ts";
import type { RunObserver } from "../local/run-observer.ts";
import { holdLeases } from "../stages/hold-leases.ts";
import { knownPartCount } from "../store/known-part-count.ts";
import { recordQuota } from "../store/quota-windows.ts";
import { openLedger } from "./open-ledger.ts";
import { openProvider, providerCredentials } from "./open-provider.ts";
import { checkSourceChoice, lazySource } from "./open-source.ts";
import { type SessionOperations, sessionOperations } from "./session-operations.ts";

/** Everything one run needs, put together from the configuration; dispose it when the run is over. */
export interface Session extends SessionOperations, AsyncDisposable {
  /** What stands behind each of the four ports, one line each. */
  describe(): Promise<readonly (readonly [string, string])[]>;
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
      ...sessionOperations(deps, config),
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
