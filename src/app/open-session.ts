import type { Config } from "../config/parameters.ts";
import type { Logger } from "../domain/logger.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import type { LocalDependencies } from "../local/local-stages.ts";
import { processLease } from "../local/process-lease.ts";
import type { RunObserver } from "../local/run-observer.ts";
import { holdLeases } from "../stages/hold-leases.ts";
import { describePorts } from "./describe-ports.ts";
import type { Need } from "./need.ts";
import type { PortLine } from "./executor.ts";
import { openResources } from "./open-resources.ts";
import type { RulesetChange, RulesetKeeper } from "./ruleset-keeper.ts";
import { type SessionOperations, sessionOperations } from "./session-operations.ts";

/** Everything one run needs, put together from the configuration; dispose it when the run is over. */
export interface Session extends SessionOperations, AsyncDisposable {
  /**
   * What stands behind each of the four ports.
   *
   * @throws {UserError} when the source or the rules are needed and cannot be used.
   */
  describe(): Promise<readonly PortLine[]>;
}

export interface SessionOptions {
  readonly config: Config;
  readonly trigger: "cli" | "api";
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
  /**
   * What the session is of no use without: rules are read before a database is started for it, the source when it is
   * described. The rest is opened when something needs it, which may be never.
   */
  readonly needs: readonly Need[];
  readonly onStarting?: () => void;
  /** Told in place of the log that the source is stale, in a sentence without its full stop. */
  readonly onStale?: (problem: string) => void;
  /** Told in place of the log that edited rules are taken up, or why they are not. */
  readonly onRulesChange?: (change: RulesetChange) => void;
  /** Of a process that outlives its sessions; without it, the files have to be good when they are needed. */
  readonly rulesets?: RulesetKeeper;
  /** Identity tokens of the platform that runs this process, to sign in to BigQuery with. */
  readonly getOidcToken?: GetOidcToken;
}

const leaseMs = 60_000;

/**
 * Puts a run together.
 *
 * @throws {UserError} when database or provider, or rules that are needed, cannot be used; nothing is written then.
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
  return {
    ...sessionOperations(deps, config),
    describe: () => describePorts({ ...options, ...resources, ...deps }),
    async [Symbol.asyncDispose]() {
      await resources.recordQuota();
      await leases[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
      await resources[Symbol.asyncDispose]();
    },
  };
}
