import { BatchBusy } from "./batch-busy.ts";
import { ScrapeFailure } from "./scrape-failure.ts";

/** The last attempt's failure, as the platform asks what to do about it. */
interface FailedRun {
  readonly error: unknown;
  readonly ctx: {
    readonly attempt: { readonly number: number };
    readonly run: { readonly maxAttempts?: number | undefined };
  };
  readonly retry?: { readonly maxAttempts?: number | undefined } | undefined;
}

/**
 * What the retry policy wants, in the platform's terms. On the last attempt nothing is asked for: a retry that is asked
 * for then is refused, and the failure hook that files the manual task would not run either.
 */
export function retryOf({
  error,
  ctx,
  retry,
}: FailedRun): { skipRetrying: true } | { retryDelayInMs: number } | undefined {
  const isLast = ctx.attempt.number >= (ctx.run.maxAttempts ?? retry?.maxAttempts ?? 1);
  if (isLast) return undefined;
  if (error instanceof BatchBusy) return { retryDelayInMs: error.retryDelayMs };
  if (!(error instanceof ScrapeFailure)) return undefined;
  return error.retryDelayMs === null ? { skipRetrying: true } : { retryDelayInMs: error.retryDelayMs };
}
