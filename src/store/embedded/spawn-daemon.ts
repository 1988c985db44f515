import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { DaemonArguments } from "./daemon-arguments.ts";

/** A daemon process on its way up: `exitCode` is null while it runs, undefined when a signal ended it. */
export interface SpawnedDaemon {
  readonly pid: number | undefined;
  exitCode(): number | null | undefined;
}

/** Starts the daemon as a process that outlives this one, its output appended to `logFile`. */
export function spawnDaemon(daemonArguments: DaemonArguments, logFile: string): SpawnedDaemon {
  const daemon = fileURLToPath(new URL("../../../bin/embedded-daemon.mjs", import.meta.url));
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = spawn(process.execPath, [daemon, JSON.stringify(daemonArguments)], {
      detached: true,
      stdio: ["ignore", log, log],
    });
    let spawnError: Error | undefined;
    child.on("error", (cause) => (spawnError = cause));
    child.unref();
    return {
      pid: child.pid,
      exitCode: () => (spawnError !== undefined || child.signalCode !== null ? undefined : child.exitCode),
    };
  } finally {
    closeSync(log);
  }
}
