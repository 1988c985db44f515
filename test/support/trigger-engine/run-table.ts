import type { TaskRunExecutionResult } from "@trigger.dev/core/v3";

/** The platform's states of a run, those that matter here. */
export type RunStatus =
  | "QUEUED"
  | "EXECUTING"
  | "WAITING"
  | "COMPLETED"
  | "FAILED"
  | "CRASHED"
  | "TIMED_OUT"
  | "EXPIRED"
  | "CANCELED";

/** What a run was triggered with, as the SDK sends it. */
export interface TriggerOptions {
  readonly payloadType?: string;
  readonly idempotencyKey?: string;
  readonly maxAttempts?: number;
  readonly tags?: readonly string[] | string | undefined;
  readonly priority?: number;
  readonly ttl?: string | number;
  readonly queue?: { readonly name?: string };
  readonly metadata?: string;
  readonly parentRunId?: string;
  readonly resumeParentOnCompletion?: boolean;
}

/** One run as the platform keeps it. */
export interface EngineRun {
  readonly id: string;
  readonly taskId: string;
  payload: string;
  readonly options: TriggerOptions;
  readonly tags: string[];
  readonly metadata: Record<string, unknown>;
  readonly parent: EngineRun | undefined;
  readonly isReplay: boolean;
  readonly createdAt: Date;
  status: RunStatus;
  /** Attempts begun. */
  attempts: number;
  result: TaskRunExecutionResult | undefined;
  readonly ended: Promise<TaskRunExecutionResult>;
  readonly end: (result: TaskRunExecutionResult) => void;
}

/** States in which a run's idempotency key is free again, as on a server. */
const releasing = new Set<RunStatus>(["FAILED", "CRASHED", "TIMED_OUT", "EXPIRED"]);
const endings = new Set<RunStatus>([...releasing, "COMPLETED", "CANCELED"]);

/** Whether nothing more will happen to a run. */
export function isEnded(run: EngineRun): boolean {
  return endings.has(run.status);
}

/** All runs, and which of them an idempotency key stands for. */
export class RunTable {
  readonly runs = new Map<string, EngineRun>();
  private readonly byKey = new Map<string, EngineRun>();

  clear(): void {
    this.runs.clear();
    this.byKey.clear();
  }

  add(run: EngineRun): EngineRun {
    this.runs.set(run.id, run);
    const { idempotencyKey } = run.options;
    if (idempotencyKey !== undefined) this.byKey.set(`${run.taskId} ${idempotencyKey}`, run);
    return run;
  }

  get(id: string): EngineRun {
    const run = this.runs.get(id);
    if (run === undefined) throw new Error(`no run ${id}`);
    return run;
  }

  /** The run that a trigger with this key gets instead of a new one. */
  standingFor(taskId: string, key: string | undefined): EngineRun | undefined {
    const run = key === undefined ? undefined : this.byKey.get(`${taskId} ${key}`);
    return run === undefined || releasing.has(run.status) ? undefined : run;
  }

  of(taskId: string): EngineRun[] {
    return [...this.runs.values()].filter((run) => run.taskId === taskId);
  }
}
