import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits, and tells whether the client is still there afterwards; ends early when it leaves. */
export async function waitForClient(response: ServerResponse, delayMs: number): Promise<boolean> {
  if (delayMs > 0 && !response.destroyed) {
    const left = new AbortController();
    const leave = () => left.abort();
    response.once("close", leave);
    await sleep(delayMs, undefined, { signal: left.signal }).catch(() => undefined);
    response.off("close", leave);
  }
  return !response.destroyed;
}
