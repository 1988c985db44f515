import type { Config } from "../config/parameters.ts";
import type { Logger } from "../domain/logger.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import type { LocalDependencies } from "../local/local-stages.ts";
import { processLease } from "../local/process-lease.ts";
import type { RunObserver } from "../local/run-observer.ts";
import { holdLeases } from "../stages/hold-leases.ts";
import { openResources } from "./open-resources.ts";
import type { RulesetKeeper } from "./ruleset-keeper.ts";
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
  /** Told in place of the log that the source is stale, in a sentence without its full stop. */
  readonly onStale?: (problem: string) => void;
  /** Of a process that outlives its sessions; without it, the files have to be good now. */
  readonly rulesets?: RulesetKeeper;
  /** Identity tokens of the platform that runs this process, to sign in to BigQuery with. */
  readonly getOidcToken?: GetOidcToken;
}

const leaseMs = 60_000;

/**
 * Puts a run together.
 *
 * @throws {UserError} when rules, database, provider or source cannot be used; nothing is written then.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { config, log } = options;
  const lease = processLease(leaseMs);
  const resources = await openResources(options);
  const { ledger } = resources.shared;
  const leases = holdLeases(ledger, lease, log);
  const source = resources.newSource();
  const openSource = source.open;
  const deps: LocalDependencies = { ...options, ...resources.shared, openSource, lease, random: Math.random };
  const { database, provider, rules } = resources.descriptions;
  return {
    ...sessionOperations(deps, config),
    describe: async () => [
      ["database", database],
      ["source", (await openSource()).description],
      ["provider", provider],
      ["rules", rules],
    ],
    async [Symbol.asyncDispose]() {
      await resources.recordQuota();
      await leases[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
      await resources[Symbol.asyncDispose]();
    },
  };
}
