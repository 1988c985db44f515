import { OrchestratorOptions } from "./api/orchestrator-options.ts";
import { PendingFilter } from "./api/pending-filter.ts";
import { readArgument, shownArgument } from "./api/read-argument.ts";
import { withToldErrors } from "./api/with-told-errors.ts";
import { casesProblem } from "./app/cases-problem.ts";
import type { Executor } from "./app/executor.ts";
import { openLedger } from "./app/open-ledger.ts";
import { openRemote } from "./app/open-remote.ts";
import { openSession } from "./app/open-session.ts";
import { createRulesetKeeper } from "./app/ruleset-keeper.ts";
import { type RunResult, runResult } from "./app/run-result.ts";
import { type Flags, loadConfig } from "./config/load-config.ts";
import { secretsOf } from "./config/redact.ts";
import { WorkflowConfig } from "./config/workflow-parameters.ts";
import { BatchId } from "./domain/batch.ts";
import type { Logger } from "./domain/logger.ts";
import { UserError, exitCodes } from "./domain/fault.ts";
import { RunRequest } from "./domain/run-request.ts";
import { progressRecorder } from "./cli/progress-recorder.ts";
import { createLogger } from "./cli/terminal/logger.ts";
import { createTerminal } from "./cli/terminal/terminal.ts";
import type { RunObserver } from "./local/run-observer.ts";
import type { FollowObserver } from "./remote/follow-observer.ts";
import { type BatchReport, batchReport } from "./report/batch-report.ts";
import type { Ledger } from "./store/ledger.ts";
import { type PendingTasks, pendingTasks } from "./store/pending-tasks.ts";

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

  /** @throws {UserError} when a parameter or an option is unknown or out of bounds. */
  constructor(config: Partial<WorkflowConfig> = {}, options: OrchestratorOptions = {}) {
    readArgument(WorkflowConfig.unwrap(), config, "the configuration");
    readArgument(OrchestratorOptions, options, "the options");
    this.#workflow = config;
    this.#options = options;
  }

  /**
   * Finishes what an earlier run left, then takes parts until the request is met.
   *
   * @throws {UserError} when the request, the configuration, or something it names is wrong or cannot be reached.
   * @throws {Interruption} when the signal was aborted; what was begun stays, and the next run goes on with it.
   */
  async orchestrateWorkflow(request: Partial<RunRequest> = {}): Promise<RunResult> {
    const wanted = readArgument(RunRequest, request, "the run request");
    return withToldErrors(async () => {
      await using executor = await this.#openExecutor();
      return await runResult(executor.ledger, await executor.run(wanted));
    });
  }

  /** @throws {UserError} when there is no such batch; without an id, the latest one is reported. */
  async getWorkflowStatus(batchId?: string): Promise<BatchReport> {
    const id = batchId === undefined ? null : BatchId.safeParse(batchId);
    if (id?.success === false)
      throw new UserError(
        exitCodes.usage,
        `${shownArgument(batchId)} is no batch id: one looks like batch_1764000000; without one, the latest batch is reported.`,
      );
    return this.#read((ledger) => batchReport(ledger, id?.data ?? null));
  }

  /** Open manual tasks, the most urgent first. */
  async getPendingManualTasks(filter: PendingFilter = {}): Promise<PendingTasks> {
    const { limit, priority = null } = readArgument(PendingFilter, filter, "the filter");
    return this.#read((ledger) => pendingTasks(ledger, { limit, priority }));
  }

  #read<T>(query: (ledger: Ledger) => Promise<T>): Promise<T> {
    return withToldErrors(async () => {
      await using ledger = await openLedger({ config: this.#config() });
      return await query(ledger.db);
    });
  }

  #openExecutor(): Promise<Executor> {
    const config = this.#config();
    const { executor, source, signal = new AbortController().signal } = this.#options;
    switch (executor ?? (config.triggerSecretKey === null ? "local" : "trigger")) {
      case "local": {
        const log = this.#log(secretsOf(config));
        return openSession({
          config,
          trigger: "api",
          needs: ["source", "rules"],
          rulesets: this.#rulesets,
          log,
          signal,
          observer: { ...unobserved, ...progressRecorder({ file: config.progressLog, logger: log }) },
        });
      }
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
const unobserved: Pick<RunObserver, "onBatchOpened" | "onStage"> = {
  onBatchOpened: nothing,
  onStage: nothing,
};
const unfollowed: FollowObserver = { onStarted: nothing, onQueued: nothing, onBatches: nothing };
