import type { TaskRunError, TaskRunExecutionResult } from "@trigger.dev/core/v3";
import type { EngineRun, RunStatus } from "./run-table.ts";

export type Failure = Extract<TaskRunExecutionResult, { ok: false }>;

export const noError: TaskRunError = { type: "STRING_ERROR", raw: "" };

export function failure(run: EngineRun, error: TaskRunError): Failure {
  return { ok: false, id: run.id, error };
}

/** In which state a server leaves the run of an attempt that is not tried again. */
export function endOf(result: TaskRunExecutionResult): RunStatus {
  if (result.ok) return "COMPLETED";
  const { error } = result;
  if (error.type !== "INTERNAL_ERROR") return "FAILED";
  if (error.code === "MAX_DURATION_EXCEEDED") return "TIMED_OUT";
  return error.code.startsWith("TASK_PROCESS_") ? "CRASHED" : "FAILED";
}
