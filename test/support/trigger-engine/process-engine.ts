import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kill } from "node:process";
import { type TaskRunExecution, type TaskRunExecutionResult, WorkerManifest } from "@trigger.dev/core/v3";
// The command line's own class, by its path: its package keeps it to itself.
import { TaskRunProcess } from "../../../node_modules/trigger.dev/dist/esm/executions/taskRunProcess.js";
import { TriggerEngine } from "./engine.ts";
import { failure } from "./failure.ts";
import type { EngineRun, TriggerOptions } from "./run-table.ts";

const worker = { id: "worker_1", version: "20260101.1", contentHash: "built", engine: "V2" } as const;

/**
 * The platform with processes: every attempt runs in a built worker as `trigger.dev dev` starts it, its working folder
 * the build, and talks to the platform over HTTP. A process that is done serves the next run.
 */
export class ProcessEngine extends TriggerEngine {
  /** What a worker finds in its environment, besides what the platform puts there. */
  settings: Readonly<Record<string, string>> = {};
  /** Where the platform is served. */
  url = "";
  private readonly build: string;
  private readonly manifest: WorkerManifest;
  private readonly idle: TaskRunProcess[] = [];
  private readonly busy = new Map<string, TaskRunProcess>();

  constructor(build: string) {
    super();
    this.build = build;
    this.manifest = WorkerManifest.parse(JSON.parse(readFileSync(join(build, "index.json"), "utf8")));
  }

  /** Kills the process that executes a run, as the kernel does: nobody who started it is told before. */
  sigkill(run: EngineRun): void {
    const pid = this.busy.get(run.id)?.pid;
    if (pid === undefined) throw new Error(`no process executes ${run.id}`);
    kill(pid, "SIGKILL");
  }

  /** Ends all processes. */
  async stop(): Promise<void> {
    await Promise.all([...this.idle, ...this.busy.values()].map((process) => process.kill("SIGKILL", 5_000)));
  }

  override trigger(taskId: string, payload: string, options: TriggerOptions) {
    const answer = super.trigger(taskId, payload, options);
    if (options.resumeParentOnCompletion === true)
      void this.resume(options.parentRunId, this.table.get(answer.id));
    return answer;
  }

  override fillBatch(...[id, items]: Parameters<TriggerEngine["fillBatch"]>): void {
    super.fillBatch(id, items);
    const batch = this.batches.get(id);
    batch?.runs.forEach((run, index) => void this.resume(batch.parent?.id, run, { id, index }));
  }

  protected override async executeAttempt(
    run: EngineRun,
    execution: TaskRunExecution,
  ): Promise<TaskRunExecutionResult> {
    const kept = this.idle.pop();
    const process = kept ?? this.started();
    this.busy.set(run.id, process);
    try {
      const result = await process.execute(
        { payload: { execution, traceContext: {} }, messageId: run.id, env: this.environment() },
        kept !== undefined,
      );
      // Sends what there is of telemetry; the process stays.
      await process.cleanup(false);
      this.idle.push(process);
      return result;
    } catch (error) {
      return failure(run, TaskRunProcess.parseExecuteError(error));
    } finally {
      this.busy.delete(run.id);
    }
  }

  /** Tells the process of a waiting run what a run it waits for has come to. */
  private async resume(
    parentId: string | undefined,
    child: EngineRun,
    batch?: { readonly id: string; readonly index: number },
  ): Promise<void> {
    const result = await child.ended;
    this.busy.get(parentId ?? "")?.waitpointCompleted({
      id: `waitpoint_${child.id}`,
      friendlyId: `waitpoint_${child.id}`,
      type: "RUN",
      completedAt: new Date(),
      completedByTaskRun: {
        id: child.id,
        friendlyId: child.id,
        ...(batch !== undefined && { batch: { id: batch.id, friendlyId: batch.id } }),
      },
      ...(batch !== undefined && { index: batch.index }),
      outputIsError: !result.ok,
      ...(result.ok
        ? { output: result.output, outputType: result.outputType }
        : { output: JSON.stringify(result.error) }),
    });
  }

  private started(): TaskRunProcess {
    return new TaskRunProcess({
      workerManifest: this.manifest,
      serverWorker: worker,
      env: this.environment(),
      machineResources: { cpu: 0.5, memory: 0.5 },
      cwd: this.build,
    }).initialize();
  }

  private environment(): Record<string, string> {
    return {
      ...this.settings,
      NODE_ENV: "development",
      TRIGGER_PROJECT_REF: "proj_engine",
      TRIGGER_API_URL: this.url,
      TRIGGER_SECRET_KEY: "tr_dev_engine",
      TRIGGER_OTEL_EXPORTER_OTLP_ENDPOINT: `${this.url}/otel`,
      OTEL_EXPORTER_OTLP_COMPRESSION: "none",
      TRIGGER_WORKER_MANIFEST_PATH: join(this.build, "index.json"),
    };
  }
}
