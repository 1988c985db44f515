import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { isProcessLive, processStart } from "../store/embedded/process-identity.ts";
import type { Lease } from "../store/ledger.ts";

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
