import { setTimeout as delay } from "node:timers/promises";

import { exitCodes, UserError } from "../../domain/fault.ts";
import { errorCode } from "../connection/error-code.ts";
import { locate } from "./locate.ts";
import { liveOwner } from "./owner.ts";
import { isProcessLive } from "./process-identity.ts";

const pollMs = 30;
const stopTimeoutMs = 30_000;

/** Asks the daemon of a data folder to end and waits until it is gone; false when none was running. */
export async function stopEmbeddedDatabase(dataDir: string): Promise<boolean> {
  const owner = liveOwner(locate(dataDir).daemonDir);
  if (owner === undefined) return false;
  const deadline = performance.now() + stopTimeoutMs;
  try {
    process.kill(owner.pid, "SIGTERM");
  } catch (cause) {
    if (errorCode(cause) !== "ESRCH") throw stopFailure(owner.pid, "may not be ended by this user", cause);
  }
  while (isProcessLive(owner)) {
    if (performance.now() >= deadline) {
      throw stopFailure(owner.pid, `did not end within ${stopTimeoutMs / 1000} s`, undefined);
    }
    await delay(pollMs);
  }
  return true;
}

function stopFailure(pid: number, reason: string, cause: unknown): UserError {
  return new UserError(
    exitCodes.database,
    `The embedded database's process ${pid} ${reason}: end it yourself, then try again.`,
    { cause },
  );
}
