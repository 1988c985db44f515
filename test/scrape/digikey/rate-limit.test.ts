import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readQuota, readThrottling } from "../../../src/scrape/digikey/rate-limit.ts";

afterEach(() => vi.unstubAllEnvs());

const now = new Date("2026-03-01T10:00:00.000Z");

describe("throttling", () => {
  it.each([
    ["the text says burst", "BurstLimit exceeded", { "retry-after": "9" }, false, 9_000],
    ["the text says daily", "Daily Ratelimit exceeded", { "retry-after": "9000" }, true, 9_000_000],
    [
      "the text says burst and the wait is long",
      "BurstLimit exceeded",
      { "retry-after": "300" },
      false,
      300_000,
    ],
    ["text before counters", "Daily Ratelimit exceeded", { "x-burstlimit-remaining": "0" }, true, undefined],
    [
      "the day's counter is at zero",
      "",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "60" },
      true,
      60_000,
    ],
    [
      "the minute's counter is at zero",
      "",
      { "x-burstlimit-remaining": "0", "x-burstlimit-reset": "5" },
      false,
      5_000,
    ],
    ["a long wait alone", "", { "retry-after": "121" }, true, 121_000],
    ["a short wait alone", "", { "retry-after": "120" }, false, 120_000],
    ["an HTTP date", "", { "retry-after": "Sun, 01 Mar 2026 10:00:30 GMT" }, false, 30_000],
    ["a date that has passed", "", { "retry-after": "Sun, 01 Mar 2026 09:00:30 GMT" }, false, 0],
    [
      "a reset time",
      "BurstLimit exceeded",
      { "x-burstlimit-resettime": "2026-03-01T10:00:10.000Z" },
      false,
      10_000,
    ],
    [
      "a reset time without zone",
      "burst",
      { "x-burstlimit-resettime": "2026-03-01 10:00:10" },
      false,
      10_000,
    ],
    ["the day's reset time", "daily", { "x-ratelimit-resettime": "2026-03-01T16:00:00Z" }, true, 21_600_000],
    ["nothing at all", "", {}, false, undefined],
    ["an unreadable wait", "burst", { "retry-after": "soon" }, false, undefined],
    ["a wait of years", "daily", { "retry-after": "1772359200" }, true, undefined],
  ])("is read when %s", (_, text, headers: Record<string, string>, isQuotaExhausted, retryAfterMs) => {
    expect(readThrottling(new Headers(headers), text, now)).toEqual({ isQuotaExhausted, retryAfterMs });
  });

  it("reads a reset time without a zone as GMT wherever this runs", () => {
    vi.stubEnv("TZ", "America/New_York");
    expect(new Date("2026-03-01T10:00:00").getUTCHours()).toBe(15);
    const headers = new Headers({ "x-burstlimit-resettime": "2026-03-01 10:00:10" });
    expect(readThrottling(headers, "burst", now).retryAfterMs).toBe(10_000);
  });

  it("never names a wait that is negative, endless or not a number", () => {
    const header = fc.stringMatching(/^[-0-9:.TZ +eE,GMaU]{0,30}$/);
    fc.assert(
      fc.property(header, header, (after, reset) => {
        const headers = new Headers({ "retry-after": after, "x-burstlimit-reset": reset });
        const { retryAfterMs } = readThrottling(headers, "", now);
        expect(retryAfterMs === undefined || (retryAfterMs >= 0 && retryAfterMs <= 172_800_000)).toBe(true);
      }),
    );
  });
});

describe("quota", () => {
  it("holds what the headers say and nothing else", () => {
    const headers = new Headers({ "X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0" });
    expect(readQuota(headers)).toEqual({ dailyLimit: 1000, dailyRemaining: 0 });
    expect(readQuota(new Headers({ "X-BurstLimit-Remaining": "7" }))).toEqual({ burstRemaining: 7 });
  });

  it("is null without such headers or with unreadable ones", () => {
    expect(readQuota(new Headers())).toBeNull();
    expect(readQuota(new Headers({ "X-RateLimit-Remaining": "many" }))).toBeNull();
  });
});
