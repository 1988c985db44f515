import type { Config } from "../config/parameters.ts";
import { isPrivate, parseUrl } from "../config/parse-url.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { FollowObserver } from "../remote/follow-observer.ts";
import type { TriggerApi } from "../remote/remote-run.ts";
import type { Executor } from "./executor.ts";
import { openLedger } from "./open-ledger.ts";

export interface RemoteOptions {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly observer: FollowObserver;
}

/**
 * Makes runs on Trigger.dev, over the ledger that its workers share.
 *
 * @throws {UserError} when the ledger is the embedded one, or cannot be reached.
 */
export async function openRemote(options: RemoteOptions): Promise<Executor> {
  const { config } = options;
  if (config.databaseUrl === null) {
    throw new UserError(
      exitCodes.usage,
      "DATABASE_URL is not set, and a run on Trigger.dev is followed in the database of its workers: set it to that, or add --local to run in this process.",
    );
  }
  const api = await openTriggerApi(config);
  const { remoteOperations } = await import("../remote/remote-operations.ts");
  const database = await openLedger({ config });
  return {
    ...remoteOperations({ ...options, api, ledger: database.db }),
    ledger: database.db,
    describe: () =>
      Promise.resolve([
        { port: "database", text: database.description, isUsable: true },
        { port: "runtime", text: `Trigger.dev at ${api.url}`, isUsable: true },
      ]),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/**
 * Trigger.dev as the configuration names it; nothing is asked of it yet.
 *
 * @throws {UserError} when there is no key, or when others could read it on its way.
 */
export async function openTriggerApi({
  triggerSecretKey: secretKey,
  triggerApiUrl: url,
}: Config): Promise<TriggerApi> {
  if (secretKey === null) {
    throw new UserError(
      exitCodes.usage,
      "TRIGGER_SECRET_KEY is not set, and a run on Trigger.dev needs it: set it to the secret key of an environment.",
    );
  }
  const address = parseUrl(url);
  if (address === null || !isPrivate(address)) {
    throw new UserError(
      exitCodes.usage,
      `TRIGGER_API_URL is ${url}, over which others could read the key: give an https:// address, or one of this machine.`,
    );
  }
  // The SDK is large; a process that makes its runs itself never loads it.
  const { triggerApi } = await import("../remote/trigger-api.ts");
  return triggerApi({ url, secretKey });
}
