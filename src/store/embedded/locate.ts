import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";

import { isMissing } from "../connection/error-code.ts";
import { daemonPaths, type DaemonPaths } from "./daemon-paths.ts";

/** The paths of a data folder on this machine; the folder need not exist yet. */
export function locate(dataDir: string): DaemonPaths {
  return daemonPaths(realPath(resolve(dataDir)), tmpdir());
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (isMissing(cause)) return path;
    throw cause;
  }
}
