import { runs } from "@trigger.dev/sdk";
import type { Logger } from "../../domain/logger.ts";
import type { Lease } from "../../store/ledger.ts";

const prefix = "trigger.dev/";

/** A lease in the name of a run: all its attempts hold the same one. */
export function runLease(runId: string, durationMs: number): Lease {
  return { owner: `${prefix}${runId}`, durationMs };
}

/**
 * Whether a lease is held by a run that has ended, so that it need not run out first. What cannot be found out is
 * taken for alive: the lease runs out by itself.
 */
export async function isEndedRun(owner: string, log: Logger): Promise<boolean> {
  if (!owner.startsWith(prefix)) return false;
  const run = owner.slice(prefix.length);
  try {
    return (await runs.retrieve(run)).isCompleted;
  } catch (error) {
    log.warn("holder of a lease not found", { run, error });
    return false;
  }
}
