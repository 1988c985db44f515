import type { Logger } from "../domain/logger.ts";
import { releaseLeases, renewLeases } from "../store/batch-lease.ts";
import type { Lease, Ledger } from "../store/ledger.ts";

/** Keeps everything that a lease's owner holds alive until disposed, then lets it go. */
export function holdLeases(ledger: Ledger, lease: Lease, log: Logger): AsyncDisposable {
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal
      .then(() => renewLeases(ledger, lease))
      .catch((error: unknown) => log.warn("leases not renewed", { error }));
  }, lease.durationMs / 4);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewal;
      await releaseLeases(ledger, lease.owner);
    },
  };
}
