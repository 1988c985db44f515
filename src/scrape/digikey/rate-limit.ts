/** What an answer's headers say about the quota; absent is not said. */
export interface Quota {
  readonly dailyLimit?: number;
  readonly dailyRemaining?: number;
  readonly burstRemaining?: number;
}

/** How long to stay away, and whether the whole day's quota is used up. */
export interface Throttling {
  readonly isQuotaExhausted: boolean;
  /** Undefined when the answer names no time. */
  readonly retryAfterMs: number | undefined;
}

/** The minute's window cannot be closed for longer than this, so a longer wait is the day's. */
const longestBurstWaitMs = 120_000;

/** No window is longer than a day; a longer wait is a broken header and would park the batch for good. */
const longestWaitMs = 48 * 3_600_000;

/** The quota in the headers, null when they carry none of it. */
export function readQuota(headers: Headers): Quota | null {
  const dailyLimit = count(headers, "x-ratelimit-limit");
  const dailyRemaining = count(headers, "x-ratelimit-remaining");
  const burstRemaining = count(headers, "x-burstlimit-remaining");
  const quota = {
    ...(dailyLimit !== undefined && { dailyLimit }),
    ...(dailyRemaining !== undefined && { dailyRemaining }),
    ...(burstRemaining !== undefined && { burstRemaining }),
  };
  return Object.keys(quota).length === 0 ? null : quota;
}

/** Whether the headers name the day's quota, as DigiKey's own answers do and those of a broken gateway do not. */
export function hasRateLimitHeaders(headers: Headers): boolean {
  return [...headers.keys()].some((name) => name.startsWith("x-ratelimit-"));
}

/** Tells the minute's limit from the day's by the error text, else by the counter at zero, else by the wait. */
export function readThrottling(headers: Headers, errorText: string, now: Date): Throttling {
  const retryAfterMs = readRetryAfter(headers, now);
  const isQuotaExhausted = isDailyLimit(headers, errorText, retryAfterMs);
  const window = isQuotaExhausted ? "x-ratelimit" : "x-burstlimit";
  return {
    isQuotaExhausted,
    retryAfterMs:
      retryAfterMs ?? waitMs(headers, `${window}-reset`, now) ?? waitMs(headers, `${window}-resettime`, now),
  };
}

/** The wait that any answer may ask for, in milliseconds; undefined when it names none or none that can be meant. */
export function readRetryAfter(headers: Headers, now: Date): number | undefined {
  return waitMs(headers, "retry-after", now);
}

function isDailyLimit(headers: Headers, errorText: string, retryAfterMs: number | undefined): boolean {
  if (/daily/i.test(errorText)) return true;
  if (/burst/i.test(errorText)) return false;
  if (count(headers, "x-burstlimit-remaining") === 0) return false;
  if (count(headers, "x-ratelimit-remaining") === 0) return true;
  return (retryAfterMs ?? 0) > longestBurstWaitMs;
}

function count(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A header of seconds or of a point in time, as milliseconds from `now`. */
function waitMs(headers: Headers, name: string, now: Date): number | undefined {
  const text = headers.get(name)?.trim() ?? "";
  if (text === "") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(inGmt(text)) - now.getTime();
  return ms <= longestWaitMs ? Math.max(0, ms) : undefined;
}

/** Reset times are GMT, also when they do not say so; without a zone they would be read as local time. */
function inGmt(text: string): string {
  return /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
}
