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
import { liveOwner, type Owner } from "./owner.ts";
import { processorTime } from "./process-identity.ts";
import { probeServerVersion } from "./probe-server-version.ts";
import { spawnDaemon, type SpawnedDaemon } from "./spawn-daemon.ts";
import { requireFreeSpace, withStorageFaults } from "./storage-fault.ts";

const pollMs = 30;
// A daemon that works and never serves is stuck as well.
const maxStartMs = 10 * 60_000;

export interface JoinOptions {
  readonly dataDir: string;
  /** How long a daemon started by this call waits for somebody to connect before it ends. */
  readonly idleMs?: number;
  /**
   * How long a daemon may take to answer. One that is on its way up is waited for as long as it uses the processor
   * within each such time, for ten minutes at most: a busy machine may leave it little.
   */
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
  const patience = patienceFor(startTimeoutMs);
  let child: SpawnedDaemon | undefined;

  for (;;) {
    const owner = liveOwner(paths.daemonDir);
    if (owner !== undefined) {
      if ((await probeServerVersion(owner.socketFile, patience.remainingMs())) !== undefined) {
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
    if (patience.isOver(startingPid(owner, child))) throw deadlineError(paths, patience.waitedMs());
    await delay(pollMs);
  }
}

/**
 * Ends after one period without an answer, or, of a daemon that is on its way up, without any work of it. One that came
 * up within a period gets the next to answer in.
 */
function patienceFor(periodMs: number) {
  const begun = performance.now();
  let periods = 1;
  let seen: { readonly pid: number; readonly processorTime: string | undefined } | undefined;
  let wasStarting = false;
  const waitedMs = () => performance.now() - begun;
  const remainingMs = () => periods * periodMs - waitedMs();

  function isAtWork(pid: number): boolean {
    const before = seen;
    seen = { pid, processorTime: processorTime(pid) };
    return before === undefined || (before.pid === pid && before.processorTime !== seen.processorTime);
  }

  return {
    remainingMs: () => Math.max(1, Math.ceil(remainingMs())),
    waitedMs,
    isOver(startingPid: number | undefined): boolean {
      const hasComeUp = wasStarting && startingPid === undefined;
      if (remainingMs() > 0) {
        wasStarting ||= startingPid !== undefined;
        return false;
      }
      periods += 1;
      wasStarting = false;
      if (waitedMs() >= maxStartMs) return true;
      return startingPid === undefined ? !hasComeUp : !isAtWork(startingPid);
    },
  };
}

/** The daemon that is on its way up, undefined when the one there is serves. */
function startingPid(owner: Owner | undefined, child: SpawnedDaemon | undefined): number | undefined {
  if (owner === undefined) return child?.pid;
  return existsSync(owner.socketFile) ? undefined : owner.pid;
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

function deadlineError(paths: DaemonPaths, waitedMs: number): UserError {
  const owner = liveOwner(paths.daemonDir);
  const holder = owner === undefined ? "no process holds it" : `process ${owner.pid} holds it`;
  return new UserError(
    exitCodes.database,
    `The embedded database in ${paths.postgresDir} did not answer within ${Math.ceil(waitedMs / 1000)} s (${holder}): see ${paths.logFile}, and end that process if it is stuck.`,
  );
}
