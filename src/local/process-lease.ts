import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { isProcessLive, processStart } from "../store/embedded/process-identity.ts";
import type { BatchId } from "../domain/batch.ts";
import { takeOverBatch, unfinishedBatches } from "../store/batch-lease.ts";
import type { Lease, Ledger } from "../store/ledger.ts";

/** A lease in this process's name: `<host>/<pid>@<start>/<random>`. */
export function processLease(durationMs: number): Lease {
  const start = (processStart(process.pid) ?? "").replaceAll("/", "-");
  return { owner: `${hostname()}/${process.pid}@${start}/${randomUUID()}`, durationMs };
}

/** Whether the holder of a lease was a process of this host that is gone: its lease need not run out first. */
export function isDeadOwner(owner: string): boolean {
  const match = /^(?<host>.*)\/(?<pid>\d+)@(?<start>[^/]*)\/[^/]*$/.exec(owner);
  if (match?.groups === undefined || match.groups["host"] !== hostname()) return false;
  const { pid, start } = match.groups;
  return !isProcessLive({ pid: Number(pid), startedAt: start === "" ? undefined : start });
}

/** Batches that this process may go on with, taken over one by one. */
export async function takeOverUnfinished(ledger: Ledger, lease: Lease, only?: BatchId): Promise<BatchId[]> {
  const taken: BatchId[] = [];
  for (const batch of await unfinishedBatches(ledger)) {
    if (only !== undefined && batch.id !== only) continue;
    const deadOwner = batch.leaseOwner !== null && isDeadOwner(batch.leaseOwner) ? batch.leaseOwner : null;
    if (await takeOverBatch(ledger, batch.id, lease, deadOwner)) taken.push(batch.id);
  }
  return taken;
}
