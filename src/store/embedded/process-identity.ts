import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { errorCode } from "../connection/error-code.ts";

/** A process told apart from a later one with the same number: `startedAt` is the system's own word, undefined where it has none. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt?: string | undefined;
}

/** When a process started, in whatever unit the system keeps (compare for equality only); undefined if it cannot be told. */
export function processStart(pid: number): string | undefined {
  return askSystem(pid, [22], "lstart=");
}

/** The processor time a process has used, in whatever unit the system keeps (compare for equality only); undefined if it cannot be told. */
export function processorTime(pid: number): string | undefined {
  return askSystem(pid, [14, 15], "time=");
}

/** What Linux has in fields of /proc/PID/stat, and other systems tell in a column of ps. */
function askSystem(pid: number, fields: readonly number[], column: string): string | undefined {
  try {
    if (process.platform === "linux") {
      // The second field is the program's name in brackets and may itself hold blanks and brackets: proc(5).
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const fieldsFromThird = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields.map((field) => fieldsFromThird[field - 3]).join(" ");
    }
    const env = { LC_ALL: "C", TZ: "UTC" };
    const told = execFileSync("/bin/ps", ["-o", column, "-p", String(pid)], { env, encoding: "utf8" });
    return told.trim() === "" ? undefined : told.trim();
  } catch {
    return undefined;
  }
}

/** Whether this very process still runs; a later process that was given the same number does not count. */
export function isProcessLive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: it exists and belongs to somebody else.
    if (errorCode(cause) !== "EPERM") return false;
  }
  const startedNow = processStart(pid);
  // In doubt it lives: two owners of one folder lose rows, a needless wait loses nothing.
  return startedAt === undefined || startedNow === undefined || startedAt === startedNow;
}
