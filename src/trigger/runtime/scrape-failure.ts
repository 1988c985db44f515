import type { ErrorClass } from "../../domain/error-class.ts";
import type { AttemptFault } from "../../domain/fault.ts";

/** An attempt at a part that came to nothing, as the run's page in the dashboard tells it. */
export class ScrapeFailure extends Error {
  override readonly name = "ScrapeFailure";
  readonly errorClass: ErrorClass;
  /** When to try again, in milliseconds from now; null when it is over. */
  readonly retryDelayMs: number | null;

  constructor(
    part: { readonly mpn: string; readonly attempt: number; readonly maxAttempts: number },
    reason: AttemptFault,
    retryDelayMs: number | null,
  ) {
    super(message(part, reason, retryDelayMs), { cause: reason });
    this.errorClass = reason.errorClass;
    this.retryDelayMs = retryDelayMs;
  }
}

function message(
  { mpn, attempt, maxAttempts }: { mpn: string; attempt: number; maxAttempts: number },
  { errorClass, message: why, detail }: AttemptFault,
  retryDelayMs: number | null,
): string {
  const request = detail.requestId === undefined ? "" : ` (request ${detail.requestId})`;
  const next =
    retryDelayMs === null
      ? "Its manual task is filed; replay this run to try the part again."
      : `Tries again in ${Math.ceil(retryDelayMs / 1000)} s.`;
  return `${mpn}, attempt ${attempt} of ${maxAttempts}, ${errorClass}: ${why}${request} ${next}`;
}
