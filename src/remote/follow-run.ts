import { setTimeout as sleep } from "node:timers/promises";
import type { BatchId } from "../domain/batch.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import { followedBatches } from "../store/followed-batches.ts";
import type { Ledger } from "../store/ledger.ts";
import { platformOwner } from "../workflow/platform-run.ts";
import { endText } from "./end-text.ts";
import type { FollowObserver } from "./follow-observer.ts";
import { oneLine } from "./one-line.ts";
import { PlatformFault } from "./platform-fault.ts";
import type { RemoteRun, TriggerApi } from "./remote-run.ts";

export interface FollowDependencies {
  readonly api: TriggerApi;
  readonly ledger: Ledger;
  readonly observer: FollowObserver;
  /** Ends the following, and not the run. */
  readonly signal: AbortSignal;
}

/** A run that was started; its own identity where the ledger knows it by one. */
export interface StartedRun {
  readonly platformRunId: string;
  readonly runId: string | null;
}

/** Looks begin close to each other, so that a short run is answered at once. Milliseconds. */
const pause = { first: 100, longest: 1_000, growth: 1.5 };
/** A platform that does not answer so often in a row is not waited for any longer. */
const mostOutages = 8;

/**
 * Follows a run to its end and answers its output. What it does is read from the ledger; the platform is asked only
 * whether it still lives.
 *
 * @throws {UserError} when the run ended badly, when it cannot be followed, or when the following was ended.
 */
export async function followRun(deps: FollowDependencies, run: StartedRun): Promise<unknown> {
  const { ledger, observer, signal } = deps;
  const owner = platformOwner(run.platformRunId);
  const nextLook = patientLook(deps, run.platformRunId);
  const seen = new Set<BatchId>();
  let isQueuedTold = false;
  for (let pauseMs = pause.first; ; pauseMs = Math.min(pauseMs * pause.growth, pause.longest)) {
    const remote = await nextLook();
    // After the platform's word: what the ledger shows of a run that has ended is then its last.
    const batches = await followedBatches(ledger, { owner, runId: run.runId }).catch((cause: unknown) => {
      throw unreadable(run.platformRunId, cause);
    });
    for (const { id } of batches) seen.add(id);
    observer.onBatches(batches);
    switch (remote?.kind) {
      case "completed":
        return remote.output;
      case "ended":
        throw new UserError(exitCodes.failed, endText(run.platformRunId, remote, [...seen]));
      case "queued":
        if (!isQueuedTold) observer.onQueued();
        isQueuedTold = true;
        break;
      case "running":
      case undefined:
        break;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw stopped(run.platformRunId);
  }
}

/** Asks the platform, and bears that it does not answer for a while: undefined then. */
function patientLook(
  { api, signal }: FollowDependencies,
  platformRunId: string,
): () => Promise<RemoteRun | undefined> {
  let outages = 0;
  return async () => {
    try {
      const remote = await api.retrieve(platformRunId, { signal });
      outages = 0;
      return remote;
    } catch (error) {
      if (signal.aborted) throw stopped(platformRunId);
      if (!(error instanceof PlatformFault)) throw error;
      outages += 1;
      if (error.isTransient && outages < mostOutages) return undefined;
      throw new UserError(
        error.exitCode,
        `${error.message} ${platformRunId} goes on without being followed: "workflow status" shows how far it is.`,
        { cause: error },
      );
    }
  };
}

function stopped(platformRunId: string): UserError {
  return new UserError(
    exitCodes.interrupted,
    `No longer followed: ${platformRunId} goes on at Trigger.dev, and "workflow status" shows how far it is.`,
  );
}

/** Connections are made anew by themselves: a read that fails all the same has no server. */
function unreadable(platformRunId: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    exitCodes.database,
    `The ledger cannot be read any more (${oneLine(reason, [])}): ${platformRunId} goes on without being followed; check the server of DATABASE_URL, then "workflow status" shows how far it is.`,
    { cause },
  );
}
