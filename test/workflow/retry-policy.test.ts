import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dispositions, errorClasses } from "../../src/domain/error-class.ts";
import { defaultRetryPolicy, nextStep as nextStepOf } from "../../src/workflow/retry-policy.ts";
import type { FailedAttempt, NextStep, RetryPolicy } from "../../src/workflow/retry-policy.ts";

/** What follows, with the longest jitter. */
function nextStep(failure: FailedAttempt, policy?: RetryPolicy): NextStep {
  return nextStepOf(failure, () => 1, policy);
}

/** The first of three attempts. */
function failed(changes: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    errorClass: "network",
    retryAfterMs: undefined,
    isQuotaExhausted: false,
    attempt: 1,
    maxAttempts: 3,
    waits: 0,
    ...changes,
  };
}

function retry(delayMs: number): NextStep {
  return { kind: "retry", delayMs, usesAttempt: true };
}

function wait(delayMs: number): NextStep {
  return { kind: "retry", delayMs, usesAttempt: false };
}

function defer(untilMs: number): NextStep {
  return { kind: "defer", untilMs };
}

const fail: NextStep = { kind: "fail" };
const abort: NextStep = { kind: "abort" };
const release: NextStep = { kind: "release" };
const hourMs = 3_600_000;

/** What follows every class: after the first attempt, after the last one, and with `Retry-After` of 5 s and 1 h. */
const table = {
  rate_limited: [wait(500), wait(500), wait(5000), defer(hourMs)],
  auth: [abort, abort, abort, abort],
  network: [retry(500), fail, retry(5000), defer(hourMs)],
  server: [retry(500), fail, retry(5000), defer(hourMs)],
  not_found: [fail, fail, fail, fail],
  ambiguous_match: [fail, fail, fail, fail],
  invalid_part: [fail, fail, fail, fail],
  parse: [fail, fail, fail, fail],
  db: [retry(500), fail, retry(5000), defer(hourMs)],
  cancelled: [release, release, release, release],
  abandoned: [retry(500), fail, retry(5000), defer(hourMs)],
  unknown: [retry(500), fail, retry(5000), defer(hourMs)],
} as const satisfies Record<FailedAttempt["errorClass"], readonly NextStep[]>;

describe("nextStep", () => {
  it.each(errorClasses)("follows the disposition of %s in every situation", (errorClass) => {
    const [first, last, soon, late] = table[errorClass];
    expect(nextStep(failed({ errorClass }))).toEqual(first);
    expect(nextStep(failed({ errorClass, attempt: 3 }))).toEqual(last);
    expect(nextStep(failed({ errorClass, retryAfterMs: 5000 }))).toEqual(soon);
    expect(nextStep(failed({ errorClass, retryAfterMs: hourMs }))).toEqual(late);
  });

  it("makes as many attempts in total as are allowed", () => {
    expect(nextStep(failed({ attempt: 2 }))).toMatchObject({ kind: "retry" });
    expect(nextStep(failed({ attempt: 3 }))).toEqual(fail);
    expect(nextStep(failed({ attempt: 1, maxAttempts: 1 }))).toEqual(fail);
    expect(nextStep(failed({ attempt: 9, maxAttempts: 10 }))).toMatchObject({ kind: "retry" });
  });

  it("doubles the delay up to the cap, half of it at random", () => {
    const delays = (random: number) =>
      [1, 2, 3, 7, 8, 100].map((attempt) => nextStepOf(failed({ attempt, maxAttempts: 1000 }), () => random));
    expect(delays(0)).toEqual([250, 500, 1000, 15_000, 15_000, 15_000].map(retry));
    expect(delays(0.5)).toEqual([375, 750, 1500, 22_500, 22_500, 22_500].map(retry));
    expect(delays(1)).toEqual([500, 1000, 2000, 30_000, 30_000, 30_000].map(retry));
  });

  it("waits longer with every rate limit and uses no attempt, on the last one neither", () => {
    const limited = (waits: number) => nextStep(failed({ errorClass: "rate_limited", attempt: 3, waits }));
    expect([0, 1, 2, 3, 4].map(limited)).toEqual([500, 1000, 2000, 4000, 8000].map(wait));
  });

  it("puts the part off after the last wait, for a minute at least", () => {
    const { maxWaits, deferFromMs } = defaultRetryPolicy;
    const exhausted = failed({ errorClass: "rate_limited", waits: maxWaits });
    expect(nextStep(exhausted)).toEqual(defer(deferFromMs));
    expect(nextStep({ ...exhausted, retryAfterMs: 90_000 })).toEqual(defer(90_000));
  });

  it("puts the part off exactly from the length on that is not worth waiting for", () => {
    for (const errorClass of ["server", "rate_limited"] as const) {
      expect(nextStep(failed({ errorClass, retryAfterMs: 59_999 }))).toMatchObject({
        kind: "retry",
        delayMs: 59_999,
      });
      expect(nextStep(failed({ errorClass, retryAfterMs: 60_000 }))).toEqual(defer(60_000));
    }
  });

  it("puts the part off until a used-up quota is renewed, however soon", () => {
    const used = failed({ errorClass: "rate_limited", isQuotaExhausted: true });
    expect(nextStep({ ...used, retryAfterMs: 12_397_000 })).toEqual(defer(12_397_000));
    expect(nextStep({ ...used, retryAfterMs: 2000 })).toEqual(defer(2000));
    expect(nextStep(used)).toEqual(defer(defaultRetryPolicy.unknownQuotaResetMs));
  });

  it("takes every number from the policy it is given", () => {
    const policy = {
      baseDelayMs: 10,
      factor: 3,
      maxDelayMs: 50,
      maxWaits: 1,
      deferFromMs: 100,
      unknownQuotaResetMs: 1000,
    };
    expect(nextStep(failed({ attempt: 2 }), policy)).toEqual(retry(30));
    expect(nextStep(failed({ attempt: 3, maxAttempts: 4 }), policy)).toEqual(retry(50));
    expect(nextStep(failed({ retryAfterMs: 100 }), policy)).toEqual(defer(100));
    const limited = failed({ errorClass: "rate_limited" });
    expect(nextStep({ ...limited, waits: 1 }, policy)).toEqual(defer(100));
    expect(nextStep({ ...limited, isQuotaExhausted: true }, policy)).toEqual(defer(1000));
  });
});

const anyFailure: fc.Arbitrary<FailedAttempt> = fc.record({
  errorClass: fc.constantFrom(...errorClasses),
  retryAfterMs: fc.option(fc.nat({ max: 2 * hourMs }), { nil: undefined }),
  isQuotaExhausted: fc.boolean(),
  attempt: fc.integer({ min: 1, max: 2000 }),
  maxAttempts: fc.integer({ min: 1, max: 2000 }),
  waits: fc.nat({ max: 2000 }),
});
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** How long a step puts the task off, or 0 where it does not. */
function delayOf(step: NextStep): number {
  if (step.kind === "retry") return step.delayMs;
  return step.kind === "defer" ? step.untilMs : 0;
}

describe("nextStep, for any failure", () => {
  const { baseDelayMs, maxDelayMs, maxWaits, deferFromMs } = defaultRetryPolicy;

  it("retries within the bounds of the backoff and never before the remote allows", () => {
    fc.assert(
      fc.property(anyFailure, jitter, (failure, random) => {
        const step = nextStepOf(failure, () => random);
        if (step.kind !== "retry" && step.kind !== "defer") return;
        expect(delayOf(step)).toBeGreaterThanOrEqual(failure.retryAfterMs ?? 0);
        expect(Number.isSafeInteger(delayOf(step))).toBe(true);
        if (step.kind === "defer") return;
        expect(step.delayMs).toBeGreaterThanOrEqual(baseDelayMs / 2);
        expect(step.delayMs).toBeLessThan(deferFromMs);
        if (failure.retryAfterMs === undefined) expect(step.delayMs).toBeLessThanOrEqual(maxDelayMs);
      }),
      { numRuns: 1000 },
    );
  });

  it("delays no less after more failures", () => {
    fc.assert(
      fc.property(anyFailure, fc.nat({ max: 50 }), jitter, ({ attempt, waits, ...rest }, more, random) => {
        const delayAt = (failures: number) =>
          delayOf(
            nextStepOf(
              { ...rest, maxAttempts: 5000, attempt: attempt + failures, waits: waits + failures },
              () => random,
            ),
          );
        expect(delayAt(more)).toBeGreaterThanOrEqual(delayAt(0));
      }),
    );
  });

  it("comes to an end: the attempts and the waits of a task are bounded", () => {
    fc.assert(
      fc.property(fc.infiniteStream(anyFailure), fc.integer({ min: 1, max: 10 }), (failures, maxAttempts) => {
        let [attempt, waits, steps] = [1, 0, 0];
        for (const failure of failures) {
          const step = nextStep({ ...failure, attempt, maxAttempts, waits });
          if (step.kind !== "retry") break;
          steps += 1;
          if (step.usesAttempt) attempt += 1;
          else waits += 1;
          expect(steps).toBeLessThanOrEqual(maxAttempts - 1 + maxWaits);
        }
      }),
    );
  });

  it("fails a part only when another attempt is not allowed or would change nothing", () => {
    fc.assert(
      fc.property(anyFailure, (failure) => {
        const disposition = dispositions[failure.errorClass];
        const isSpent = disposition === "retry" && failure.attempt >= failure.maxAttempts;
        expect(nextStep(failure).kind === "fail").toBe(disposition === "fallback" || isSpent);
      }),
    );
  });
});
