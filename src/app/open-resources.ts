import type { Config } from "../config/parameters.ts";
import { secretsOf } from "../config/redact.ts";
import { WorkflowConfig } from "../config/workflow-parameters.ts";
import type { Logger } from "../domain/logger.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import { oneLine } from "../remote/one-line.ts";
import type { StageDependencies } from "../stages/stage-run.ts";
import { knownPartCount } from "../store/known-part-count.ts";
import { recordQuota } from "../store/quota-windows.ts";
import { openLedger } from "./open-ledger.ts";
import { openProvider, providerCredentials } from "./open-provider.ts";
import type { Need } from "./need.ts";
import { type LazySource, checkSourceChoice, lazySource } from "./open-source.ts";
import type { RulesetChange, RulesetKeeper } from "./ruleset-keeper.ts";
import { sessionRules } from "./session-rules.ts";

/** What one process opens once and all its runs share. */
export interface Resources extends AsyncDisposable {
  /** What the stages need, but for what belongs to one run. */
  readonly shared: Omit<StageDependencies, "lease" | "trigger" | "log" | "signal" | "openSource">;
  /** The source for one run, opened when it is first read. */
  newSource(): LazySource;
  /** What stands behind the ports that are open from the start, one line each. */
  readonly descriptions: Readonly<Record<"database" | "provider", string>>;
  /** Keeps the provider's last word on its quota where every process sees it. */
  recordQuota(): Promise<void>;
}

export interface ResourceOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Connections this process may use at once. */
  readonly maxConnections?: number;
  readonly onStarting?: () => void;
  /** Told in place of the log that the source is stale, in a sentence without its full stop. */
  readonly onStale?: (problem: string) => void;
  /** Told in place of the log that edited rules are taken up, or why they are not. */
  readonly onRulesChange?: (change: RulesetChange) => void;
  /** What has to be there before the ledger is opened: the rules, or nothing. */
  readonly needs?: readonly Need[];
  /** Of a process that outlives what is opened here; without it, the rules files have to be good when they are needed. */
  readonly rulesets?: RulesetKeeper;
  /** Identity tokens of the platform that runs this process, to sign in to BigQuery with. */
  readonly getOidcToken?: GetOidcToken;
}

/** How long a stored answer spares a call, in milliseconds. */
const answerLifetimeMs = 24 * 3_600_000;

/**
 * Opens the ledger and the provider; the source is opened when it is first read, and so are rules that need not be
 * there from the start.
 *
 * @throws {UserError} when database or provider, or rules that are needed, cannot be used; nothing is written then.
 */
export async function openResources(options: ResourceOptions): Promise<Resources> {
  const { config, log, needs = [] } = options;
  const rules = sessionRules(options);
  if (needs.includes("rules")) await rules.check();
  providerCredentials(config);
  checkSourceChoice(config);
  const database = await openLedger(options);
  const closing = [() => database[Symbol.asyncDispose]()];
  try {
    const { provider, description, quota, ...open } = await openProvider(config, log);
    closing.unshift(() => open[Symbol.asyncDispose]());
    return {
      shared: {
        ...(await rules.toldTo(database.db)),
        ledger: database.db,
        provider,
        config: WorkflowConfig.parse(workflowPart(config)),
        settings: { ...config, answerLifetimeMs },
        shownText: (text) => oneLine(text, secretsOf(config)),
        now: () => new Date(),
      },
      newSource: () =>
        lazySource(config, {
          onStale: (problem) => {
            log.warn("the part source is stale", { problem });
          },
          ...options,
          now: () => new Date(),
          doneParts: () => knownPartCount(database.db),
        }),
      descriptions: {
        database: database.description,
        provider: description,
      },
      async recordQuota() {
        const observed = quota();
        if (observed !== null) await recordQuota(database.db, provider.name, observed);
      },
      async [Symbol.asyncDispose]() {
        for (const close of closing) await close();
      },
    };
  } catch (error) {
    for (const close of closing) await close();
    throw error;
  }
}

/** The nine parameters out of the whole configuration. */
function workflowPart(config: Config): Record<string, unknown> {
  const names = WorkflowConfig.unwrap().keyof().options;
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}
