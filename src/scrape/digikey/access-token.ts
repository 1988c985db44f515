import { cancelledFault } from "./http-exchange.ts";

/** A bearer token as it was issued. */
export interface IssuedToken {
  readonly value: string;
  /** From the moment it was asked for. */
  readonly lifeMs: number;
}

/** The bearer token of one application, shared by all calls of this process. */
export interface AccessToken {
  /**
   * A token that is not about to expire.
   *
   * @throws {AttemptFault} when none can be had, or of class `cancelled` when the caller gives up.
   */
  current(signal: AbortSignal): Promise<string>;
  /** Forgets a token that was refused; a newer one stays. */
  drop(value: string): void;
}

const renewalMarginMs = 60_000;

/**
 * Keeps a token in memory, renews it 60 s (for a short life: half of it) early, and never asks for two at once.
 *
 * @param issue is not told of a caller's signal, because other callers wait for the same token.
 */
export function accessToken(issue: () => Promise<IssuedToken>, now: () => Date): AccessToken {
  let held: { readonly value: string; readonly renewAtMs: number } | null = null;
  let pending: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    const askedAtMs = now().getTime();
    try {
      const { value, lifeMs } = await issue();
      held = { value, renewAtMs: askedAtMs + lifeMs - Math.min(renewalMarginMs, lifeMs / 2) };
      return value;
    } finally {
      pending = null;
    }
  };
  return {
    async current(signal) {
      if (held !== null && now().getTime() < held.renewAtMs) return held.value;
      pending ??= renew();
      return await unlessAborted(pending, signal);
    },
    drop(value) {
      if (held?.value === value) held = null;
    },
  };
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelledFault(signal.reason));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
