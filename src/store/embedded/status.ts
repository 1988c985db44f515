import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { isMissing } from "../connection/error-code.ts";
import { locate } from "./locate.ts";
import { liveOwner } from "./owner.ts";
import { probeServerVersion } from "./probe-server-version.ts";

const probeTimeoutMs = 2_000;

/** What is known of an embedded database without starting it; `serverVersion` is undefined while it does not answer. */
export type EmbeddedStatus =
  | { readonly state: "stopped"; readonly folder: string; readonly folderBytes: number }
  | {
      readonly state: "running";
      readonly folder: string;
      readonly folderBytes: number;
      readonly pid: number;
      readonly socketFile: string;
      readonly serverVersion: string | undefined;
    };

/** Looks at the embedded database of a data folder and never starts it. */
export async function embeddedDatabaseStatus(dataDir: string): Promise<EmbeddedStatus> {
  const paths = locate(dataDir);
  const folder = paths.postgresDir;
  const folderBytes = await sizeOf(folder);
  const owner = liveOwner(paths.daemonDir);
  if (owner === undefined) return { state: "stopped", folder, folderBytes };
  const serverVersion = await probeServerVersion(owner.socketFile, probeTimeoutMs);
  return {
    state: "running",
    folder,
    folderBytes,
    pid: owner.pid,
    socketFile: owner.socketFile,
    serverVersion,
  };
}

/** Bytes of all files below a folder; 0 for one that does not exist, and Postgres may remove files meanwhile. */
async function sizeOf(folder: string): Promise<number> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map((file) => fileSize(join(file.parentPath, file.name))));
    return sizes.reduce((total, size) => total + size, 0);
  } catch (cause) {
    if (isMissing(cause)) return 0;
    throw cause;
  }
}

async function fileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if (isMissing(cause)) return 0;
    throw cause;
  }
}
