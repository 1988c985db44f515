import type { OutgoingHttpHeaders } from "node:http";

/** Calls allowed per clock minute and per UTC day; null is unlimited. */
export interface QuotaLimits {
  readonly perMinute: number | null;
  readonly perDay: number | null;
}

/** The limits of the API's standard plan. */
export const standardPlan: QuotaLimits = { perMinute: 120, perDay: 1000 };

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A fixed window that starts at whole multiples of its length. */
class FixedWindow {
  readonly #limit: number | null;
  readonly #lengthMs: number;
  #index = -1;
  #used = 0;

  constructor(limit: number | null, lengthMs: number) {
    this.#limit = limit;
    this.#lengthMs = lengthMs;
  }

  remaining(nowMs: number): number | null {
    const index = Math.floor(nowMs / this.#lengthMs);
    if (index !== this.#index) this.#used = 0;
    this.#index = index;
    return this.#limit === null ? null : this.#limit - this.#used;
  }

  use(): void {
    this.#used += 1;
  }

  headers(prefix: string, nowMs: number): OutgoingHttpHeaders {
    if (this.#limit === null) return {};
    return { [`${prefix}-Limit`]: this.#limit, [`${prefix}-Remaining`]: this.remaining(nowMs) ?? 0 };
  }
}

/** Counts product calls the way the API's gateway does; a refused call uses nothing up. */
export class RequestQuota {
  readonly #minute: FixedWindow;
  readonly #day: FixedWindow;

  constructor(limits: QuotaLimits) {
    this.#minute = new FixedWindow(limits.perMinute, minuteMs);
    this.#day = new FixedWindow(limits.perDay, dayMs);
  }

  admit(nowMs: number): "admitted" | "burst" | "daily" {
    if (this.#day.remaining(nowMs) === 0) return "daily";
    if (this.#minute.remaining(nowMs) === 0) return "burst";
    this.#day.use();
    this.#minute.use();
    return "admitted";
  }

  /** What every answer says about the two windows; nothing about an unlimited one. */
  headers(nowMs: number): OutgoingHttpHeaders {
    return {
      ...this.#day.headers("X-RateLimit", nowMs),
      ...this.#minute.headers("X-BurstLimit", nowMs),
    };
  }
}

/** Whole seconds until the window of this kind ends, at least 1. */
export function secondsToReset(kind: "burst" | "daily", nowMs: number): number {
  const lengthMs = kind === "burst" ? minuteMs : dayMs;
  return Math.ceil((lengthMs - (nowMs % lengthMs)) / 1000);
}

/** What a 429 adds: when to come back, and that the window is used up. */
export function throttleHeaders(
  kind: "burst" | "daily",
  retryAfterS: number,
  nowMs: number,
): OutgoingHttpHeaders {
  const prefix = kind === "burst" ? "X-BurstLimit" : "X-RateLimit";
  return {
    "Retry-After": retryAfterS,
    [`${prefix}-Remaining`]: 0,
    [`${prefix}-Reset`]: retryAfterS,
    [`${prefix}-ResetTime`]: new Date(nowMs + retryAfterS * 1000).toISOString(),
  };
}
