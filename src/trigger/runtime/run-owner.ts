import { runs } from "@trigger.dev/sdk";
import type { Logger } from "../../domain/logger.ts";
import type { Lease } from "../../store/ledger.ts";
import { platformOwner, platformRunOf } from "../../workflow/platform-run.ts";

/** A lease in the name of a run: all its attempts hold the same one. */
export function runLease(runId: string, durationMs: number): Lease {
  return { owner: platformOwner(runId), durationMs };
}

/** How a run has ended, for whoever it left something to: cancelled, and the runs it waited for with it, or else. */
export type RunEnd = "cancelled" | "gone";

/**
 * How the run that holds a lease has ended, so that the lease need not run out first; null while it goes on. What
 * cannot be found out is taken for alive: the lease runs out by itself.
 */
export async function endOfRun(owner: string, log: Logger): Promise<RunEnd | null> {
  const run = platformRunOf(owner);
  if (run === null) return null;
  try {
    const { isCompleted, isCancelled } = await runs.retrieve(run);
    if (!isCompleted) return null;
    return isCancelled ? "cancelled" : "gone";
  } catch (error) {
    log.warn("holder of a lease not found", { run, error });
    return null;
  }
}

/** Whether a lease is held by a run that has ended. */
export async function isEndedRun(owner: string, log: Logger): Promise<boolean> {
  return (await endOfRun(owner, log)) !== null;
}
