import type { BatchId } from "../../domain/batch.ts";
import { takeOverBatch, unfinishedBatches } from "../../store/batch-lease.ts";
import { renewGenerations } from "../../store/scrape-targets.ts";
import { isEndedRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/** Batches that this run may go on with, taken over one by one: those nobody holds, and those of runs that ended. */
export async function takeOverUnfinished({ deps }: RunStages, only?: BatchId): Promise<BatchId[]> {
  const { ledger, lease, log } = deps;
  const taken: BatchId[] = [];
  for (const { id, leaseOwner, isLeaseLive } of await unfinishedBatches(ledger)) {
    if (only !== undefined && id !== only) continue;
    const isOwn = leaseOwner === lease.owner;
    const isHeld = isLeaseLive && leaseOwner !== null && !isOwn;
    const deadOwner = isHeld && (await isEndedRun(leaseOwner, log)) ? leaseOwner : null;
    if (!(await takeOverBatch(ledger, id, lease, deadOwner))) continue;
    // Its parts get runs of their own; an attempt of this very run finds those it started before.
    if (!isOwn) await renewGenerations(ledger, id);
    taken.push(id);
  }
  return taken;
}
