import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../domain/logger.ts";
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
 * Reserves calls of the limit that all processes share and hands over how many may be in flight. While other runs
 * hold every one of them, this waits for one of them to end.
 */
export async function withProviderSlots<T>(
  deps: SlotDependencies,
  provider: string,
  action: (slots: number) => Promise<T>,
): Promise<T> {
  const slots = await acquire(deps, provider);
  try {
    return await action(Math.max(slots, 1));
  } finally {
    await releaseProviderSlots(deps.ledger, provider, deps.lease.owner);
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
