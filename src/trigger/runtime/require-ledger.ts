import type { ResolvedConfig } from "../../config/load-config.ts";
import { UserError, exitCodes } from "../../domain/fault.ts";
import { locate } from "../../store/embedded/locate.ts";
import { liveOwner } from "../../store/embedded/owner.ts";

/**
 * A worker starts no database: its working folder is that of a build, and the next build has another. It uses the one
 * of DATABASE_URL, or an embedded one that somebody has started in a folder it is told.
 *
 * @throws {UserError} when there is neither.
 */
export function requireLedger({ values, origins }: ResolvedConfig): void {
  const { databaseUrl, dataDir } = values;
  if (databaseUrl !== null) return;
  if (origins.dataDir.source === "default") {
    throw new UserError(
      exitCodes.usage,
      "DATABASE_URL is not set for this worker, and its runs share one ledger: set it where the worker's environment variables are kept, or, to try the sandbox on this machine, set WORKFLOW_DATA_DIR to the absolute path of a folder in which `workflow db start` serves the embedded database.",
    );
  }
  if (liveOwner(locate(dataDir).daemonDir) === undefined) {
    throw new UserError(
      exitCodes.database,
      `No embedded database is served in ${dataDir}, which WORKFLOW_DATA_DIR names for this worker: start it there with \`workflow db start\`, or set DATABASE_URL.`,
    );
  }
}
