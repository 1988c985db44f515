import { createHash } from "node:crypto";
import { join } from "node:path";

import { exitCodes, UserError } from "../../domain/fault.ts";

// sockaddr_un holds 104 bytes on macOS and 108 on Linux, the last one a zero; Node cuts a longer path in silence.
const maxSocketPathBytes = 103;

/** Where the embedded database of one data folder keeps its things. */
export interface DaemonPaths {
  readonly dataDir: string;
  /** The Postgres data folder. */
  readonly postgresDir: string;
  /** Ownership generations, the creation mark and the log; beside the data, so that every starter sees the same ones. */
  readonly daemonDir: string;
  readonly logFile: string;
  /** Present while the data folder is being made for the first time. */
  readonly creationMark: string;
  readonly socketFile: string;
}

/**
 * Names the paths of a data folder, given by its real path: two spellings of one folder must meet at one socket.
 * Throws a UserError when the socket's path would be too long for the operating system.
 */
export function daemonPaths(realDataDir: string, tmpDir: string): DaemonPaths {
  const hash = createHash("sha256").update(realDataDir).digest("hex").slice(0, 16);
  const socketFile = join(tmpDir, `workflow-${hash}`, ".s.PGSQL.5432");
  if (Buffer.byteLength(socketFile) > maxSocketPathBytes) {
    throw new UserError(
      exitCodes.database,
      `The embedded database cannot listen on ${socketFile}: a socket's path may have ${maxSocketPathBytes} bytes; point TMPDIR to a shorter path, or set DATABASE_URL.`,
    );
  }
  const daemonDir = join(realDataDir, "postgres-daemon");
  return {
    dataDir: realDataDir,
    postgresDir: join(realDataDir, "postgres"),
    daemonDir,
    logFile: join(daemonDir, "log"),
    creationMark: join(daemonDir, "creating"),
    socketFile,
  };
}
