import { casesProblem } from "./app/cases-problem.ts";
import type { Executor, ExecutorName } from "./app/executor.ts";
import { openLedger } from "./app/open-ledger.ts";
import { openRemote } from "./app/open-remote.ts";
import { openSession } from "./app/open-session.ts";
import { createRulesetKeeper } from "./app/ruleset-keeper.ts";
import { type RunResult, runResult } from "./app/run-result.ts";
import { type Flags, loadConfig } from "./config/load-config.ts";
import { secretsOf } from "./config/redact.ts";
import { workflowConfig } from "./config/workflow-config.ts";
import type { WorkflowConfig } from "./config/workflow-parameters.ts";
import { BatchId } from "./domain/batch.ts";
import type { Logger } from "./domain/logger.ts";
import { UserError, exitCodes } from "./domain/fault.ts";
import { manualPriorities, type ManualPriority } from "./domain/manual-task.ts";
import { RunRequest } from "./domain/run-request.ts";
import { createLogger } from "./cli/terminal/logger.ts";
import { createTerminal } from "./cli/terminal/terminal.ts";
import type { RunObserver } from "./local/run-observer.ts";
import type { FollowObserver } from "./remote/follow-observer.ts";
import { type BatchReport, batchReport } from "./report/batch-report.ts";
import { type PendingTasks, pendingTasks } from "./store/pending-tasks.ts";

/** Where an orchestrator works; what is absent comes from the environment, as for the command line. */
export interface OrchestratorOptions {
  /** Folder of the embedded database and the logs. */
  readonly dataDir?: string;
  /** A `.parquet`, `.csv` or `.jsonl` file with the source table. */
  readonly source?: string;
  /** Variables in place of `process.env`, secrets among them. */
  readonly env?: NodeJS.ProcessEnv;
  /** Stops a run at the next safe place; of a run on Trigger.dev, the following only. */
  readonly signal?: AbortSignal;
  /** Where runs are made; on Trigger.dev when TRIGGER_SECRET_KEY is set, unless told. */
  readonly executor?: ExecutorName;
}

/**
 * The workflow as an object. Two of them share nothing but what they are both configured to use.
 *
 * `silent` is true at first: set it to false to have every provider call and decision logged to stderr.
 */
export class WorkflowOrchestrator {
  silent = true;
  readonly #workflow: Partial<WorkflowConfig>;
  readonly #options: OrchestratorOptions;
  /** Rules that are edited badly between two runs do not stop the second one. */
  readonly #rulesets = createRulesetKeeper(casesProblem);

  /** @throws {UserError} when a parameter is unknown or out of bounds. */
  constructor(config: Partial<WorkflowConfig> = {}, options: OrchestratorOptions = {}) {
    workflowConfig(config);
    this.#workflow = config;
    this.#options = options;
  }

  /**
   * Finishes what an earlier run left, then takes parts until the request is met.
   *
   * @throws {UserError} when the request, the configuration, or something it names is wrong.
   */
  async orchestrateWorkflow(request: Partial<RunRequest> = {}): Promise<RunResult> {
    const parsed = RunRequest.safeParse(request);
    if (!parsed.success) {
      throw new UserError(
        exitCodes.usage,
        parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"),
      );
    }
    await using executor = await this.#openExecutor();
    return await runResult(executor.ledger, await executor.run(parsed.data));
  }

  /** @throws {UserError} when there is no such batch; without an id, the latest one is reported. */
  async getWorkflowStatus(batchId?: string): Promise<BatchReport> {
    const id = batchId === undefined ? null : BatchId.safeParse(batchId);
    if (id?.success === false)
      throw new UserError(
        exitCodes.usage,
        `"${batchId ?? ""}" is no batch id: one looks like batch_1764000000.`,
      );
    await using ledger = await openLedger({ config: this.#config() });
    return await batchReport(ledger.db, id?.data ?? null);
  }

  /** Open manual tasks, the most urgent first. */
  async getPendingManualTasks(
    filter: { limit?: number; priority?: ManualPriority } = {},
  ): Promise<PendingTasks> {
    const { limit = 20, priority = null } = filter;
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new UserError(exitCodes.usage, `limit is ${limit}: give a whole number from 1.`);
    if (priority !== null && !manualPriorities.includes(priority)) {
      throw new UserError(
        exitCodes.usage,
        `priority is "${priority}": give one of ${manualPriorities.join(", ")}.`,
      );
    }
    await using ledger = await openLedger({ config: this.#config() });
    return await pendingTasks(ledger.db, { limit, priority });
  }

  #openExecutor(): Promise<Executor> {
    const config = this.#config();
    const { executor, source, signal = new AbortController().signal } = this.#options;
    switch (executor ?? (config.triggerSecretKey === null ? "local" : "trigger")) {
      case "local":
        return openSession({
          config,
          trigger: "api",
          needs: ["source", "rules"],
          rulesets: this.#rulesets,
          log: this.#log(secretsOf(config)),
          signal,
          observer: unobserved,
        });
      case "trigger": {
        const [own] = [...Object.keys(this.#workflow), ...(source === undefined ? [] : ["source"])];
        if (own === undefined) return openRemote({ config, signal, observer: unfollowed });
        throw new UserError(
          exitCodes.usage,
          `${own} is given, and a run on Trigger.dev goes by the settings of its workers: set it there, or give the executor "local".`,
        );
      }
    }
  }

  #config() {
    const { dataDir, source } = this.#options;
    const flags: Flags = { ...this.#workflow, dataDir, source };
    return loadConfig({ env: this.#env(), cwd: process.cwd(), flags }).values;
  }

  #env(): NodeJS.ProcessEnv {
    // eslint-disable-next-line no-restricted-properties -- an entry point, like the command line
    return this.#options.env ?? process.env;
  }

  #log(secrets: readonly string[]): Logger {
    const terminal = createTerminal({
      env: this.#env(),
      stdout: process.stdout,
      stderr: process.stderr,
      noEmoji: true,
    });
    return createLogger({
      writeLine: (line) => {
        if (!this.silent) process.stderr.write(`${line}\n`);
      },
      colors: terminal.stderrColors,
      isDebug: true,
      secrets,
      now: () => new Date(),
    });
  }
}

const nothing = () => undefined;
const unobserved: RunObserver = {
  onBatchOpened: nothing,
  onStage: nothing,
  onPlanned: nothing,
  onPart: nothing,
};
const unfollowed: FollowObserver = { onStarted: nothing, onQueued: nothing, onBatches: nothing };
