import { auth } from "@trigger.dev/sdk";
import { type Resources, openResources } from "../../app/open-resources.ts";
import { requireLedger } from "./require-ledger.ts";
import { runConfig } from "./run-config.ts";
import { taskLog } from "./task-log.ts";

/** Resources under the settings that they were opened with. */
interface Opened {
  readonly settings: string;
  readonly resources: Promise<Resources>;
}

/** What can be opened now, and with which settings. */
interface Opening {
  readonly settings: string;
  readonly open: () => Promise<Resources>;
}

/** What the runs of one process share: the platform gives a run no other place to keep it. */
let opened: Opened | undefined;
let opening: () => Opening = fromEnvironment;

/**
 * The process's resources, opened by its first run, and again by the first that has other settings. What could not be
 * opened is tried again by the next run.
 *
 * @throws {UserError} when the configuration, or something it names, cannot be used.
 */
export async function worker(): Promise<Resources> {
  const { settings, open } = opening();
  if (opened?.settings === settings) return opened.resources;
  const former = opened?.resources;
  const resources = open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  opened = { settings, resources };
  // One run at a time: nobody is at work with the former ones.
  await (await former)?.[Symbol.asyncDispose]();
  return resources;
}

/** Lets runs of this process use other resources than those the environment names. */
export function useWorker(open: () => Promise<Resources>): void {
  opened = undefined;
  opening = () => ({ settings: "", open });
}

function fromEnvironment(): Opening {
  const resolved = runConfig();
  requireLedger(resolved);
  const { values: config } = resolved;
  return {
    settings: JSON.stringify(config),
    open: () =>
      openResources({
        config,
        log: taskLog,
        // A machine runs one task at a time; the second connection is for what it does at its side.
        maxConnections: 2,
        // Asked for at run time: the platform gives tokens to deployed runs only, and each lives for minutes.
        getOidcToken: async (audience) => (await auth.getOIDCToken({ audience })).token,
      }),
  };
}
