import { dispositions } from "../domain/error-class.ts";
import type { ErrorClass } from "../domain/error-class.ts";

/** How long failed attempts wait. All times are milliseconds. */
export interface RetryPolicy {
  /** The backoff after the first failure, before jitter. */
  readonly baseDelayMs: number;
  /** By how much the backoff grows with every further failure. */
  readonly factor: number;
  /** No backoff is longer; the remote's own word may be. */
  readonly maxDelayMs: number;
  /** Waits for a rate limit before the part is put off to a later run. */
  readonly maxWaits: number;
  /** A wait of this length or more is not worth holding a worker: the part is put off. */
  readonly deferFromMs: number;
  /** How long a used-up quota is left alone when the remote does not say. */
  readonly unknownQuotaResetMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  baseDelayMs: 500,
  factor: 2,
  maxDelayMs: 30_000,
  maxWaits: 5,
  deferFromMs: 60_000,
  unknownQuotaResetMs: 3_600_000,
};

/** An attempt that did not complete, and what came before it. */
export interface FailedAttempt {
  readonly errorClass: ErrorClass;
  /** The remote's own word on when to come back, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;
  /** The whole quota window is used up, not only the rate exceeded. */
  readonly isQuotaExhausted: boolean;
  /** Which attempt failed, from 1; waits do not count. */
  readonly attempt: number;
  /** Attempts in total, the first one included. */
  readonly maxAttempts: number;
  /** How often this task has already waited for a rate limit. */
  readonly waits: number;
}

/**
 * What happens after a failed attempt; `delayMs` and `untilMs` are milliseconds from now.
 *
 * - `retry`: try again here after the delay. Where it uses no attempt, it is one more wait.
 * - `defer`: give the task back, to be taken up no sooner than then.
 * - `fail`: the task has failed; another attempt is not allowed or would change nothing.
 * - `abort`: every other task would fail the same way; the whole batch stops.
 * - `release`: nothing was tried; give the task back at once.
 */
export type NextStep =
  | { readonly kind: "retry"; readonly delayMs: number; readonly usesAttempt: boolean }
  | { readonly kind: "defer"; readonly untilMs: number }
  | { readonly kind: "fail" }
  | { readonly kind: "abort" }
  | { readonly kind: "release" };

/**
 * Decides what follows a failed attempt, by the disposition of its error class; the same for every runtime.
 *
 * @param random from 0 to below 1; spreads the delays of tasks that failed together.
 */
export function nextStep(
  failed: FailedAttempt,
  random: () => number,
  policy: RetryPolicy = defaultRetryPolicy,
): NextStep {
  switch (dispositions[failed.errorClass]) {
    case "retry":
      return nextAttempt(failed, random, policy);
    case "wait":
      return nextWait(failed, random, policy);
    case "fallback":
      return { kind: "fail" };
    case "abort":
      return { kind: "abort" };
    case "release":
      return { kind: "release" };
  }
}

function nextAttempt(failed: FailedAttempt, random: () => number, policy: RetryPolicy): NextStep {
  const { attempt, maxAttempts, retryAfterMs = 0 } = failed;
  if (attempt >= maxAttempts) return { kind: "fail" };
  const delayMs = Math.max(retryAfterMs, backoffMs(attempt, random, policy));
  if (delayMs >= policy.deferFromMs) return { kind: "defer", untilMs: delayMs };
  return { kind: "retry", delayMs, usesAttempt: true };
}

function nextWait(failed: FailedAttempt, random: () => number, policy: RetryPolicy): NextStep {
  const { waits, retryAfterMs, isQuotaExhausted } = failed;
  if (isQuotaExhausted) return { kind: "defer", untilMs: retryAfterMs ?? policy.unknownQuotaResetMs };
  const delayMs = Math.max(retryAfterMs ?? 0, backoffMs(waits + 1, random, policy));
  if (waits >= policy.maxWaits || delayMs >= policy.deferFromMs) {
    return { kind: "defer", untilMs: Math.max(delayMs, policy.deferFromMs) };
  }
  return { kind: "retry", delayMs, usesAttempt: false };
}

/**
 * Exponential backoff with equal jitter: half of it is certain, half is random
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
function backoffMs(failures: number, random: () => number, policy: RetryPolicy): number {
  const fullMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * policy.factor ** (failures - 1));
  return Math.round(fullMs / 2 + (random() * fullMs) / 2);
}
