import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";

import { exitCodes, UserError } from "../../domain/fault.ts";
import { daemonExitCodes } from "./daemon-arguments.ts";
import type { DaemonPaths } from "./daemon-paths.ts";
import { embeddedPoolConfig } from "./embedded-pool-config.ts";
import { locate } from "./locate.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { liveOwner } from "./owner.ts";
import { probeServerVersion } from "./probe-server-version.ts";
import { spawnDaemon, type SpawnedDaemon } from "./spawn-daemon.ts";
import { requireFreeSpace, withStorageFaults } from "./storage-fault.ts";

const pollMs = 30;

export interface JoinOptions {
  readonly dataDir: string;
  /** How long a daemon started by this call waits for somebody to connect before it ends. */
  readonly idleMs?: number;
  readonly startTimeoutMs?: number;
  /** Called once if the database does not run yet; its first start takes seconds. */
  readonly onStarting?: () => void;
}

/** The way to a running embedded database; `isSpawned` says whether this call started it. */
export interface EmbeddedConnection {
  readonly poolConfig: pg.PoolConfig;
  readonly isSpawned: boolean;
  readonly pid: number;
}

/**
 * Connects to the embedded database of a data folder, starting it where nobody serves it; ready means that a query
 * was answered. Throws UserErrors: `storage` when the folder cannot be written, `database` when nothing answers.
 */
export async function joinEmbeddedDatabase(options: JoinOptions): Promise<EmbeddedConnection> {
  const { idleMs = 5 * 60_000, startTimeoutMs = 30_000 } = options;
  const paths = prepareFolders(options.dataDir);
  const deadline = performance.now() + startTimeoutMs;
  let child: SpawnedDaemon | undefined;

  for (;;) {
    const remainingMs = Math.max(1, Math.ceil(deadline - performance.now()));
    const owner = liveOwner(paths.daemonDir);
    if (owner !== undefined) {
      if ((await probeServerVersion(owner.socketFile, remainingMs)) !== undefined) {
        const isSpawned = owner.pid === child?.pid;
        return { poolConfig: embeddedPoolConfig(owner.socketFile), isSpawned, pid: owner.pid };
      }
    } else if (child?.exitCode() !== null) {
      // Never started, or gone: the loser of a race ends at once, and then the winner may end as well.
      if (child?.exitCode() === daemonExitCodes.startFailed) throw startFailure(paths);
      if (child === undefined) options.onStarting?.();
      requireRoom(paths);
      child = spawnDaemon({ realDataDir: paths.dataDir, tmpDir: tmpdir(), idleMs }, paths.logFile);
    }
    if (performance.now() >= deadline) throw deadlineError(paths, startTimeoutMs);
    await delay(pollMs);
  }
}

function prepareFolders(dataDir: string): DaemonPaths {
  return withStorageFaults(dataDir, () => {
    makeFolder(resolve(dataDir), 0o700);
    const paths = locate(dataDir);
    makeFolder(paths.daemonDir, 0o700);
    return paths;
  });
}

function requireRoom(paths: DaemonPaths): void {
  withStorageFaults(paths.dataDir, () => {
    requireFreeSpace(paths.dataDir, existsSync(paths.postgresDir) ? "open" : "create");
    // The data folder and the daemon's own can have different owners after a careless sudo.
    for (const folder of [paths.dataDir, paths.daemonDir]) {
      const trial = join(folder, `trial.${process.pid}`);
      writeFileSync(trial, "");
      rmSync(trial, { force: true });
    }
  });
}

function startFailure(paths: DaemonPaths): UserError {
  return new UserError(
    exitCodes.database,
    `The embedded database in ${paths.postgresDir} could not be opened: the end of ${paths.logFile} says why.`,
  );
}

function deadlineError(paths: DaemonPaths, startTimeoutMs: number): UserError {
  const owner = liveOwner(paths.daemonDir);
  const holder = owner === undefined ? "no process holds it" : `process ${owner.pid} holds it`;
  return new UserError(
    exitCodes.database,
    `The embedded database in ${paths.postgresDir} did not answer within ${startTimeoutMs / 1000} s (${holder}): see ${paths.logFile}, and end that process if it is stuck.`,
  );
}
