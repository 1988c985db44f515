import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { Logger } from "../domain/logger.ts";
import type { Provider } from "../scrape/provider.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { providerSlotOwners, releaseProviderSlots, reserveProviderSlots } from "../store/provider-slots.ts";
import { isDeadOwner } from "./process-lease.ts";

const pollMs = 500;

export interface SlotDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly log: Logger;
  readonly maxConcurrent: number;
  readonly signal: AbortSignal;
}

/**
 * The provider with no more calls in flight than this process has slots of the limit that all processes share.
 * While other runs hold every slot, this waits for one of them to end.
 */
export async function withProviderSlots<T>(
  deps: SlotDependencies,
  provider: Provider,
  action: (limited: Provider) => Promise<T>,
): Promise<T> {
  const slots = await acquire(deps, provider.name);
  const limit = pLimit(Math.max(slots, 1));
  try {
    return await action({
      ...provider,
      lookUp: (query, signal) => limit(() => provider.lookUp(query, signal)),
    });
  } finally {
    await releaseProviderSlots(deps.ledger, provider.name, deps.lease.owner);
  }
}

/** How many slots were reserved; 0 only when the run was interrupted while waiting. */
async function acquire(deps: SlotDependencies, provider: string): Promise<number> {
  for (let isFirst = true; !deps.signal.aborted; isFirst = false) {
    const owners = await providerSlotOwners(deps.ledger, provider);
    const dead = owners.filter((owner) => isDeadOwner(owner));
    const { ledger, lease, maxConcurrent } = deps;
    const slots = await reserveProviderSlots(ledger, provider, maxConcurrent, maxConcurrent, lease, dead);
    if (slots > 0) return slots;
    if (isFirst)
      deps.log.warn("waiting for another run to finish its provider calls", {
        provider,
        limit: maxConcurrent,
      });
    await sleep(pollMs, undefined, { signal: deps.signal }).catch(() => undefined);
  }
  return 0;
}
