import { describe, expect, it } from "vitest";
import { exitCodes } from "../../src/domain/fault.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { startRun } from "../../src/workflow/start-run.ts";

const start = {
  runId: "run-1",
  // Half past midnight on the 21st in Auckland.
  now: new Date("2026-11-20T11:30:00Z"),
  scheduledAt: null,
  businessTimezone: "Pacific/Auckland",
  maxDailyTasks: 700,
};

describe("a run starts", () => {
  it("on the day it is in the business time zone", () => {
    expect(startRun(RunRequest.parse({}), start)).toMatchObject({
      businessDay: "2026-11-21",
      scheduledAt: null,
      remainingParts: 100,
      position: null,
    });
  });

  it("on the day its schedule was due, however late it is delivered", () => {
    const scheduledAt = new Date("2026-11-19T17:00:00Z");
    expect(startRun(RunRequest.parse({ limit: null }), { ...start, scheduledAt })).toMatchObject({
      businessDay: "2026-11-20",
      scheduledAt: "2026-11-19T17:00:00.000Z",
      remainingParts: 700,
    });
  });

  it("on the day it is asked for", () => {
    expect(startRun(RunRequest.parse({ date: "2026-11-18" }), start).businessDay).toBe("2026-11-18");
    expect(startRun(RunRequest.parse({ date: "2026-11-21" }), start).businessDay).toBe("2026-11-21");
  });

  it("not on a day that has not begun there", () => {
    const tomorrow = RunRequest.parse({ date: "2026-11-22" });
    expect(() => startRun(tomorrow, start)).toThrow(
      expect.objectContaining({
        exitCode: exitCodes.usage,
        message: expect.stringMatching(
          /^2026-11-22 has not begun in Pacific.Auckland, where it is 2026-11-21/,
        ) as unknown,
      }),
    );
  });
});
