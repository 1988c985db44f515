import { UserError, exitCodes } from "../domain/fault.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { Interruption } from "../workflow/interruption.ts";
import { runTag } from "../workflow/platform-run.ts";
import type { TriggerApi } from "./remote-run.ts";

/** A run of the workflow that was started: its id in the ledger, and on the platform. */
export interface StartedWorkflow {
  readonly runId: string;
  readonly platformRunId: string;
}

/**
 * Starts the workflow under an identity that its batches will bear. The same identity starts one run, however often it
 * is sent.
 *
 * @throws {UserError} when the platform refuses, or when it was interrupted.
 */
export async function startRemoteRun(
  api: TriggerApi,
  request: RunRequest,
  runId: string,
  signal: AbortSignal,
): Promise<StartedWorkflow> {
  const tag = runTag(runId);
  const start = () => api.start("run-workflow", request, { key: runId, tags: [tag], signal });
  return { runId, platformRunId: await interruptibly(start, tag, signal) };
}

/** Starts a run unless it was interrupted before; while it is being started, nobody can tell whether it will be. */
export async function interruptibly(
  start: () => Promise<string>,
  tag: string,
  signal: AbortSignal,
): Promise<string> {
  const isInterrupted = () => signal.aborted;
  if (isInterrupted()) throw new Interruption();
  try {
    return await start();
  } catch (error) {
    if (!isInterrupted()) throw error;
    throw new UserError(
      exitCodes.interrupted,
      `Interrupted while the run was being started: if it was, the dashboard of Trigger.dev lists it by its tag ${tag}.`,
      { cause: error },
    );
  }
}
