import { auth } from "@trigger.dev/sdk";
import { type Resources, openResources } from "../../app/open-resources.ts";
import { environmentConfig } from "../../config/environment-config.ts";
import { UserError, exitCodes } from "../../domain/fault.ts";
import { taskLog } from "./task-log.ts";

/** What the runs of one process share: the platform gives a run no other place to keep it. */
let opened: Promise<Resources> | undefined;
let open = openFromEnvironment;

/**
 * The process's resources, opened by its first run. One that could not be opened is tried again by the next run.
 *
 * @throws {UserError} when the configuration, or something it names, cannot be used.
 */
export function worker(): Promise<Resources> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Lets runs of this process use other resources than those the environment names. */
export function useWorker(opening: () => Promise<Resources>): void {
  opened = undefined;
  open = opening;
}

function openFromEnvironment(): Promise<Resources> {
  const { values: config } = environmentConfig();
  if (config.databaseUrl === null) {
    throw new UserError(
      exitCodes.usage,
      "DATABASE_URL is not set for this worker, and its runs share one ledger: set it where the worker's environment variables are kept.",
    );
  }
  // A machine runs one task at a time; the second connection is for what it does at its side.
  return openResources({
    config,
    log: taskLog,
    maxConnections: 2,
    // Asked for at run time: the platform gives tokens to deployed runs only, and each lives for minutes.
    getOidcToken: async (audience) => (await auth.getOIDCToken({ audience })).token,
  });
}
