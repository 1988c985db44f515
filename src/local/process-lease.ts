import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import { isProcessLive, processStart } from "../store/embedded/process-identity.ts";
import type { Lease } from "../store/ledger.ts";

/** A lease in this process's name: `<host>/<pid>@<start>/<random>`. */
export function processLease(durationMs: number): Lease {
  const start = (processStart(process.pid) ?? "").replaceAll("/", "-");
  return { owner: `${hostname()}/${process.pid}@${start}/${randomUUID()}`, durationMs };
}

/** The process that holds a lease, and since when it runs, as its host writes that; null where none does. */
export function processOf(owner: string): { host: string; pid: number; start: string } | null {
  const { host, pid, start } = /^(?<host>.*)\/(?<pid>\d+)@(?<start>[^/]*)\/[^/]*$/.exec(owner)?.groups ?? {};
  if (host === undefined || pid === undefined || start === undefined) return null;
  return { host, pid: Number(pid), start };
}

/** Whether the holder of a lease was a process of this host that is gone: its lease need not run out first. */
export function isDeadOwner(owner: string): boolean {
  const holder = processOf(owner);
  if (holder === null || holder.host !== hostname()) return false;
  const { pid, start } = holder;
  return !isProcessLive({ pid, startedAt: start === "" ? undefined : start });
}
