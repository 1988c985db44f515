import { expect, test } from "vitest";
import { AttemptFault } from "../../src/domain/fault.ts";
import { retryOf } from "../../src/trigger/runtime/retry-of.ts";
import { ScrapeFailure } from "../../src/trigger/runtime/scrape-failure.ts";

const part = { mpn: "P-001", attempt: 1, maxAttempts: 3 };
const reason = new AttemptFault("server", "DigiKey answered 500.", { detail: { requestId: "req-7" } });
const again = new ScrapeFailure(part, reason, 750);
const over = new ScrapeFailure(part, reason, null);

function failedRun(error: unknown, number: number, maxAttempts: { run?: number; task?: number }) {
  return {
    error,
    ctx: { attempt: { number }, run: { maxAttempts: maxAttempts.run } },
    retry: { maxAttempts: maxAttempts.task },
  };
}

test.each([
  ["asks for the delay that the policy wants", again, 1, { run: 3 }, { retryDelayInMs: 750 }],
  ["ends a part whose attempts are used up", over, 1, { run: 3 }, { skipRetrying: true }],
  ["asks for nothing on the last attempt of the run", again, 3, { run: 3, task: 8 }, undefined],
  ["asks for nothing on the last attempt of the task", again, 8, { task: 8 }, undefined],
  ["leaves what it does not know to the platform", new Error("lost"), 1, { run: 3 }, undefined],
])("%s", (_, error, attempt, maxAttempts, expected) => {
  expect(retryOf(failedRun(error, attempt, maxAttempts))).toEqual(expected);
});

test("a failed run says which part, attempt, class and request, and what to do", () => {
  expect(over.message).toBe(
    "P-001, attempt 1 of 3, server: DigiKey answered 500. (request req-7) Its manual task is filed; replay this run to try the part again.",
  );
  expect(again.message).toContain("Tries again in 1 s.");
});
