/**
 * The platform in this process: the project's real task objects in the SDK's real executor and API client, over an
 * in-memory table of runs. It has to be imported before anything that imports the SDK. This folder alone touches exports
 * that the packages do not document, so a new version of them may break it and nothing else; what is not modelled is listed
 * where it would matter: slots are kept while a run waits, idempotency keys do not expire, and processes are shared.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
  TaskRunContext,
  type TaskRunError,
  type TaskRunExecution,
  type TaskRunExecutionResult,
  type TaskRunExecutionRetry,
  calculateNextRetryDelay,
  generateFriendlyId,
  isOOMRunError,
  resourceCatalog,
  shouldLookupRetrySettings,
  shouldRetryError,
  stringifyIO,
} from "@trigger.dev/core/v3";
import { TriggerTracer } from "@trigger.dev/core/v3/tracer";
import { ConsoleInterceptor, type RuntimeManager, TaskExecutor } from "@trigger.dev/core/v3/workers";
import { answer } from "./api.ts";
import { idle, installPlatform, scopes } from "./attempt-scope.ts";
import { type Failure, endOf, failure, noError } from "./failure.ts";
import { QueueLimit } from "./queue-limit.ts";
import { type EngineRun, type RunStatus, RunTable, type TriggerOptions, isEnded } from "./run-table.ts";

/** What happens to an attempt instead of being executed. */
export interface Mishap {
  readonly status: RunStatus;
  readonly error: TaskRunError;
}

/** The platform: tasks that are imported after it is installed run on it. */
export class TriggerEngine implements RuntimeManager {
  readonly table = new RunTable();
  /** Delays between attempts in milliseconds, in the order they were asked for. */
  readonly delays: number[] = [];
  /** Whether delays between attempts are left out. */
  isHurried = false;
  /** Decides before each attempt whether it comes to pass. */
  mishap: (run: EngineRun) => Mishap | undefined = () => undefined;
  protected readonly batches = new Map<string, { parent: EngineRun | undefined; runs: EngineRun[] }>();
  private readonly limits = new Map<string, QueueLimit>();
  /** Attempts whose process is gone. */
  private readonly killed = new WeakSet<AbortController>();
  private readonly machines = new WeakMap<EngineRun, string>();
  private readonly executing = new Map<EngineRun, Promise<unknown>>();
  private readonly deaths = new Map<EngineRun, (mishap: Mishap) => void>();

  /** Settles when no run is at work any more, those that were cancelled included. */
  async atRest(): Promise<void> {
    await Promise.all(this.executing.values());
  }

  /** Forgets all runs, once none is at work any more; limits are those the tasks declare again. */
  async reset(): Promise<void> {
    await this.atRest();
    this.table.clear();
    this.batches.clear();
    this.limits.clear();
    this.delays.length = 0;
    this.isHurried = false;
    this.mishap = () => undefined;
  }

  /** Replaces a queue's limit, as an operator may. */
  limitQueue(name: string, limit: number): QueueLimit {
    const queue = new QueueLimit(limit);
    this.limits.set(name, queue);
    return queue;
  }

  /** Starts a run and waits for its end, as a backend that polls. */
  async run(taskId: string, payload: unknown, options: TriggerOptions = {}): Promise<EngineRun> {
    const { data = "", dataType } = await stringifyIO(payload);
    const run = this.create(taskId, data, { ...options, payloadType: dataType });
    this.start(run);
    await run.ended;
    return run;
  }

  /** The dashboard's replay: payload and tags are kept; parent, key and everything else is not. */
  replay(id: string): EngineRun {
    const { taskId, payload, options, tags } = this.table.get(id);
    const { payloadType } = options;
    const run = this.create(
      taskId,
      payload,
      { ...(payloadType !== undefined && { payloadType }), tags },
      undefined,
      true,
    );
    this.start(run);
    return run;
  }

  /** Ends a run in the middle of what it does; the process is gone, so its code must not go on either. */
  kill(run: EngineRun, mishap: Mishap): void {
    this.executing.delete(run);
    const attempt = this.aborts.get(run);
    if (attempt !== undefined) this.killed.add(attempt);
    this.deaths.get(run)?.(mishap);
  }

  /** The dashboard's cancel: the run is told, and ended; those it waits for as well. */
  cancel(run: EngineRun): void {
    if (isEnded(run)) return;
    this.aborts.get(run)?.abort();
    this.finish(run, "CANCELED", failure(run, { type: "STRING_ERROR", raw: "Canceled by user" }));
    for (const child of this.table.runs.values()) if (child.parent === run) this.cancel(child);
  }
  private readonly aborts = new Map<EngineRun, AbortController>();

  /** The developer's command line ends: whatever runs or waits is cancelled, and no signal and no hook tells it. */
  stopDev(): void {
    const error = { type: "STRING_ERROR", raw: "Dev session ended (CLI exited)" } as const;
    for (const run of this.table.runs.values()) {
      if (isEnded(run)) continue;
      this.kill(run, { status: "CANCELED", error });
      this.finish(run, "CANCELED", failure(run, error));
    }
  }

  /** The run in which the calling code runs. */
  current(): EngineRun | undefined {
    return scopes.getStore()?.run;
  }

  // What the API calls ----------------------------------------------------------------------------------------------

  trigger(taskId: string, payload: string, options: TriggerOptions): { id: string; isCached: boolean } {
    const standing = this.table.standingFor(taskId, options.idempotencyKey);
    if (standing !== undefined) return { id: standing.id, isCached: true };
    const run = this.create(taskId, payload, options, this.parentOf(options.parentRunId));
    this.start(run);
    return { id: run.id, isCached: false };
  }

  openBatch(parentRunId: string | undefined): string {
    const id = generateFriendlyId("batch");
    this.batches.set(id, { parent: this.parentOf(parentRunId), runs: [] });
    return id;
  }

  fillBatch(id: string, items: readonly { task: string; payload: string; options: TriggerOptions }[]): void {
    const batch = this.batches.get(id);
    if (batch === undefined) throw new Error(`no batch ${id}`);
    const keys = items.map(({ options }) => options.idempotencyKey);
    // On a server this one is never answered.
    if (new Set(keys).size !== keys.length) throw new Error("a key occurs twice in one batch");
    const fresh: EngineRun[] = [];
    for (const { task, payload, options } of items) {
      const standing = this.table.standingFor(task, options.idempotencyKey);
      const run = standing ?? this.create(task, payload, options, batch.parent);
      if (standing === undefined) fresh.push(run);
      batch.runs.push(run);
    }
    for (const run of fresh) this.start(run);
  }

  // What the SDK calls inside a run ---------------------------------------------------------------------------------

  disable(): void {
    this.batches.clear();
  }

  waitForTask({ id }: { id: string }): Promise<TaskRunExecutionResult> {
    return this.suspended(this.table.get(id).ended);
  }

  async waitForBatch({ id }: { id: string }): ReturnType<RuntimeManager["waitForBatch"]> {
    const runs = this.batches.get(id)?.runs ?? [];
    return { id, items: await this.suspended(Promise.all(runs.map((run) => run.ended))) };
  }

  waitForWaitpoint(): never {
    throw new Error("the engine knows no waitpoints");
  }

  private async suspended<Value>(value: Promise<Value>): Promise<Value> {
    const scope = scopes.getStore();
    const run = scope?.run;
    // Nothing of a process that is gone goes on, be it before it waits or after.
    const isGone = () => scope !== undefined && this.killed.has(scope.abort);
    if (isGone()) return new Promise(() => undefined);
    if (run?.status === "WAITING") throw new Error("a run waits for one thing at a time");
    if (run !== undefined && !isEnded(run)) run.status = "WAITING";
    const awaited = await value;
    if (isGone()) return new Promise(() => undefined);
    if (run !== undefined && !isEnded(run)) run.status = "EXECUTING";
    return awaited;
  }

  // Runs ------------------------------------------------------------------------------------------------------------

  private parentOf(id: string | undefined): EngineRun | undefined {
    return id === undefined ? undefined : this.table.get(id);
  }

  private create(
    taskId: string,
    payload: string,
    options: TriggerOptions,
    parent?: EngineRun,
    isReplay = false,
  ): EngineRun {
    const { promise: ended, resolve: end } = deferred<TaskRunExecutionResult>();
    return this.table.add({
      ...{ id: generateFriendlyId("run"), taskId, payload, options, parent, isReplay, ended, end },
      tags: [options.tags ?? []].flat(),
      metadata: {},
      createdAt: new Date(),
      status: "QUEUED",
      attempts: 0,
      result: undefined,
    });
  }

  private start(run: EngineRun): void {
    scopes.exit(() => void this.attempts(run));
  }

  private finish(run: EngineRun, status: RunStatus, result: TaskRunExecutionResult): void {
    if (isEnded(run)) return;
    run.status = status;
    run.result = result;
    run.end(result);
  }

  /** Attempt after attempt; the platform has the last word on whether there is another. */
  private async attempts(run: EngineRun): Promise<void> {
    const queue = this.queueOf(run);
    while (!isEnded(run)) {
      await queue?.enter(run.options.priority ?? 0);
      let outcome: { status: RunStatus; result: TaskRunExecutionResult };
      try {
        outcome = isEnded(run)
          ? { status: run.status, result: failure(run, noError) }
          : await this.attempt(run);
      } finally {
        queue?.leave();
      }
      const { status, result } = outcome;
      const isFinal = status === "EXPIRED" || status === "CANCELED";
      const retry = result.ok || isFinal ? undefined : this.retryAfter(run, result);
      if (retry === undefined) {
        this.finish(run, status, result);
      } else {
        this.delays.push(retry.delay);
        if (!this.isHurried) await sleep(retry.delay);
        if (!isEnded(run)) run.status = "QUEUED";
      }
    }
  }

  private async attempt(run: EngineRun): Promise<{ status: RunStatus; result: TaskRunExecutionResult }> {
    const mishap = this.mishap(run);
    if (isEnded(run)) return { status: run.status, result: run.result ?? failure(run, noError) };
    if (mishap?.status === "EXPIRED") return { status: mishap.status, result: failure(run, mishap.error) };
    run.attempts += 1;
    run.status = "EXECUTING";
    if (mishap !== undefined) return { status: mishap.status, result: failure(run, mishap.error) };
    const { promise: death, resolve: die } = deferred<Mishap>();
    this.deaths.set(run, die);
    const execution = this.execute(run);
    this.executing.set(run, execution);
    return Promise.race([
      execution.then((result) => ({ status: endOf(result), result })),
      death.then(({ status, error }) => ({ status, result: failure(run, error) })),
    ]);
  }

  private async execute(run: EngineRun): Promise<TaskRunExecutionResult> {
    if (resourceCatalog.getTask(run.taskId) === undefined) {
      return failure(run, { type: "STRING_ERROR", raw: `no task ${run.taskId}` });
    }
    return this.executeAttempt(run, this.execution(run));
  }

  /** One attempt, in this process. */
  protected async executeAttempt(
    run: EngineRun,
    execution: TaskRunExecution,
  ): Promise<TaskRunExecutionResult> {
    const task = resourceCatalog.getTask(run.taskId);
    if (task === undefined) throw new Error(`no task ${run.taskId}`);
    const context = TaskRunContext.parse(execution);
    const { locals, metadata } = idle();
    metadata.runId = run.id;
    metadata.runIdIsRoot = run.parent === undefined;
    const abort = new AbortController();
    this.aborts.set(run, abort);
    return scopes.run({ run, context, locals, metadata, abort }, async () => {
      const executor = new TaskExecutor(
        // A copy: the executor writes the run's maxAttempts into it.
        { ...task, ...(task.retry !== undefined && { retry: { ...task.retry } }) },
        {
          tracer: new TriggerTracer({ name: "engine", version: "0" }),
          tracingSDK: undefined as never,
          retries: { enabledInDev: true, default: defaultRetry },
          consoleInterceptor: new ConsoleInterceptor(undefined as never, true, true, 0),
          isWarmStart: false,
          executionCount: 0,
        },
      );
      const { result } = await executor.execute(execution, context, abort.signal);
      await metadata.flush();
      return result;
    });
  }

  private execution(run: EngineRun): TaskRunExecution {
    const root = (one: EngineRun): EngineRun => (one.parent === undefined ? one : root(one.parent));
    return {
      task: { id: run.taskId, filePath: "engine" },
      attempt: { number: run.attempts, startedAt: new Date() },
      run: {
        id: run.id,
        payload: run.payload,
        payloadType: run.options.payloadType ?? "application/json",
        tags: [...run.tags],
        isTest: false,
        isReplay: run.isReplay,
        createdAt: run.createdAt,
        startedAt: new Date(),
        maxAttempts: this.maxAttempts(run),
        metadata: structuredClone(run.metadata) as never,
        ...(run.parent !== undefined && { parentTaskRunId: run.parent.id, rootTaskRunId: root(run).id }),
      },
      queue: { id: "queue_engine", name: `task/${run.taskId}` },
      environment: { id: "env", slug: "prod", type: "PRODUCTION" },
      organization: { id: "org", slug: "org", name: "org" },
      project: { id: "proj", ref: "proj_engine", slug: "proj", name: "proj" },
      machine: { name: "small-1x", cpu: 0.5, memory: 0.5, centsPerMs: 0 },
    };
  }

  private queueOf(run: EngineRun): QueueLimit | undefined {
    const name = run.options.queue?.name ?? resourceCatalog.getTaskManifest(run.taskId)?.queue?.name;
    if (name === undefined) return undefined;
    const declared = resourceCatalog
      .listQueueManifests()
      .find((queue) => queue.name === name)?.concurrencyLimit;
    return this.limits.get(name) ?? (declared == null ? undefined : this.limitQueue(name, declared));
  }

  private maxAttempts(run: EngineRun): number {
    const retry = resourceCatalog.getTask(run.taskId)?.retry ?? defaultRetry;
    return Math.min(run.options.maxAttempts ?? retry.maxAttempts ?? 1, 250);
  }

  /** The server's rule: the attempt proposes, the error's kind and the attempts left decide. */
  private retryAfter(run: EngineRun, result: Failure): TaskRunExecutionRetry | undefined {
    if (run.attempts >= this.maxAttempts(run) || result.skippedRetrying === true) return undefined;
    const task = resourceCatalog.getTask(run.taskId);
    if (isOOMRunError(result.error)) {
      const machine = (task?.retry ?? defaultRetry).outOfMemory?.machine;
      // On the larger machine, once: who is killed there as well has used its attempts up.
      if (machine === undefined || this.machines.get(run) === machine) return undefined;
      this.machines.set(run, machine);
      return { timestamp: Date.now(), delay: 0 };
    }
    if (!shouldRetryError(result.error)) return undefined;
    if (result.retry !== undefined) return result.retry;
    if (!shouldLookupRetrySettings(result.error)) return undefined;
    const delay = calculateNextRetryDelay(task?.retry ?? defaultRetry, run.attempts);
    return delay === undefined ? undefined : { timestamp: Date.now() + delay, delay };
  }
}

/** As the configuration of the project has it. */
const defaultRetry = {
  maxAttempts: 3,
  factor: 2,
  minTimeoutInMs: 1_000,
  maxTimeoutInMs: 30_000,
  randomize: true,
  outOfMemory: { machine: "medium-1x" as const },
};

/** A promise that is kept from outside. */
function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((kept) => (resolve = kept));
  return { promise, resolve };
}

/** The one platform of this process. */
export const engine = new TriggerEngine();
installPlatform(engine, (request) => answer(engine, request));
