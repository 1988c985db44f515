import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

import { makeFolder } from "../../files/make-folder.ts";
import type { DaemonPaths } from "./daemon-paths.ts";
import { guardInstance } from "./guard.ts";

// More than all processes of one host ask for together; the one beyond it is turned away without a protocol message.
const maxConnections = 100;
const idleCheckMs = 250;
// On a busy machine whoever started the daemon may need a while to come back.
const firstClientGraceMs = 30_000;
// The server never stops while it holds a connection whose client left before it was greeted.
const stopGraceMs = 500;

/** Opens the data folder; a creation that an earlier process did not finish starts anew. */
async function openInstance(paths: DaemonPaths): Promise<PGlite> {
  // No client was ever served from a folder that still has the mark, so nothing can be lost with it.
  if (existsSync(paths.creationMark)) rmSync(paths.postgresDir, { recursive: true, force: true });
  if (existsSync(paths.postgresDir)) return PGlite.create(paths.postgresDir);

  writeFileSync(paths.creationMark, "");
  mkdirSync(paths.postgresDir, { mode: 0o700 });
  const lite = await PGlite.create(paths.postgresDir);
  rmSync(paths.creationMark);
  return lite;
}

/** Everybody may write to the system's temporary folder: a socket folder that somebody else has made is refused. */
function makeSocketDir(socketDir: string): void {
  makeFolder(socketDir, 0o700);
  const { uid } = lstatSync(socketDir);
  if (!lstatSync(socketDir).isDirectory() || (process.getuid !== undefined && uid !== process.getuid())) {
    throw new Error(`${socketDir} belongs to somebody else; remove it.`);
  }
  chmodSync(socketDir, 0o700);
}

function log(event: string, detail: unknown = ""): void {
  console.error(new Date().toISOString(), process.pid, event, detail);
}

/**
 * Serves the data folder on its socket until nobody has been connected for `idleMs`, SIGTERM comes, or `isOwner`
 * says no. The calling process must be the owner of the folder. Rejects when the folder cannot be opened.
 */
export async function serve(paths: DaemonPaths, idleMs: number, isOwner: () => boolean): Promise<void> {
  makeSocketDir(dirname(paths.socketFile));
  rmSync(paths.socketFile, { force: true });
  const lite = await openInstance(paths);

  const die = (cause: unknown): never => {
    log("fatal", cause);
    rmSync(dirname(paths.socketFile), { recursive: true, force: true });
    process.exit(1);
  };
  process.on("uncaughtException", die).on("unhandledRejection", die);

  const server = new PGLiteSocketServer({
    db: guardInstance(lite, die),
    path: paths.socketFile,
    maxConnections,
  });
  await server.start();
  chmodSync(paths.socketFile, 0o600);
  log("serving", paths.socketFile);

  let isStopping = false;
  // The socket goes first: whoever comes while the instance closes finds nobody, and waits for the next daemon.
  const stop = async (reason: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log("stopping", reason);
    await Promise.race([server.stop(), sleep(stopGraceMs)]);
    rmSync(dirname(paths.socketFile), { recursive: true, force: true });
    await lite.close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));

  let lastBusyAt = performance.now() + firstClientGraceMs;
  server.addEventListener("connection", () => (lastBusyAt = performance.now()));
  setInterval(() => {
    if (!isOwner()) {
      // Folder and socket may be a successor's by now: neither is touched on the way out.
      log("no longer the owner");
      process.exit(1);
    }
    if (server.getStats().activeConnections > 0) lastBusyAt = performance.now();
    else if (performance.now() - lastBusyAt >= idleMs) void stop("idle");
  }, idleCheckMs);
}
