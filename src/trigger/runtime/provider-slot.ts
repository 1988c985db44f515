import { setTimeout as sleep } from "node:timers/promises";
import {
  providerSlotOwners,
  releaseProviderSlots,
  reserveProviderSlots,
} from "../../store/provider-slots.ts";
import type { StageDependencies } from "../../stages/stage-run.ts";
import { isEndedRun } from "./run-owner.ts";

const pollMs = 500;
/** Longer waits are not worth a machine, in milliseconds. */
const patienceMs = 20_000;

/**
 * Runs an action with one of the calls that all processes may have in flight together. The platform's queue keeps the
 * same limit among its own runs; this one counts runs on other machines in, too.
 *
 * @returns "busy" when others held them all for so long that the action was given up.
 */
export async function withProviderSlot<Result>(
  deps: Pick<StageDependencies, "ledger" | "lease" | "config" | "provider" | "log" | "signal">,
  action: () => Promise<Result>,
): Promise<Result | "busy"> {
  const { ledger, lease, provider } = deps;
  if (!(await acquire(deps))) return "busy";
  try {
    return await action();
  } finally {
    await releaseProviderSlots(ledger, provider.name, lease.owner);
  }
}

async function acquire({
  ledger,
  lease,
  config,
  provider,
  log,
  signal,
}: Parameters<typeof withProviderSlot>[0]): Promise<boolean> {
  const limit = config.automationMaxConcurrent;
  let ended: string[] = [];
  for (let waitedMs = 0; waitedMs < patienceMs && !signal.aborted; waitedMs += pollMs) {
    const granted = await reserveProviderSlots(ledger, provider.name, 1, limit, lease, ended);
    if (granted > 0) return true;
    if (waitedMs === 0) {
      const owners = await providerSlotOwners(ledger, provider.name);
      const states = await Promise.all(owners.map((owner) => isEndedRun(owner, log)));
      ended = owners.filter((_, index) => states[index]);
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
