import { describe, expect, it, test } from "vitest";
import { type Schedule, dueTick, nextTicks } from "../../src/workflow/schedule.ts";

const berlin: Schedule = { cron: "0 6 * * *", timezone: "Europe/Berlin" };
const at = (text: string) => new Date(text);

describe("what is due", () => {
  it.each([
    [
      "nothing before the first time is on record but the latest",
      null,
      "2026-06-03T10:00:00Z",
      "2026-06-03T04:00:00Z",
      0,
    ],
    ["nothing on the day that is done", "2026-06-03T04:00:00Z", "2026-06-03T10:00:00Z", null, 0],
    ["nothing a moment before it", "2026-06-03T04:00:00Z", "2026-06-04T03:59:59Z", null, 0],
    [
      "the time itself, to the millisecond",
      "2026-06-03T04:00:00Z",
      "2026-06-04T04:00:00Z",
      "2026-06-04T04:00:00Z",
      0,
    ],
    [
      "the latest after days of silence, for all of them",
      "2026-06-03T04:00:00Z",
      "2026-06-08T09:00:00Z",
      "2026-06-08T04:00:00Z",
      4,
    ],
  ])("is %s", (_, last, now, due, missed) => {
    expect(dueTick(berlin, last === null ? null : at(last), at(now))).toEqual({
      due: due === null ? null : at(due),
      missed,
    });
  });

  it("is bounded however long nobody looked", () => {
    const everyMinute = { cron: "* * * * *", timezone: "UTC" };
    expect(dueTick(everyMinute, at("2020-01-01T00:00:00Z"), at("2026-06-01T00:00:30Z"))).toEqual({
      due: at("2026-06-01T00:00:00Z"),
      missed: 1_000,
    });
  });
});

describe("when clocks change", () => {
  it("a day is one run at the same time of day", () => {
    expect(nextTicks(berlin, at("2026-03-28T00:00:00Z"), 2)).toEqual([
      at("2026-03-28T05:00:00Z"),
      at("2026-03-29T04:00:00Z"),
    ]);
    expect(nextTicks(berlin, at("2026-10-24T00:00:00Z"), 2)).toEqual([
      at("2026-10-24T04:00:00Z"),
      at("2026-10-25T05:00:00Z"),
    ]);
  });

  test("a time that does not exist that day, or exists twice, is due once", () => {
    const atNight = { cron: "30 2 * * *", timezone: "Europe/Berlin" };
    const spring = dueTick(atNight, at("2026-03-28T01:30:00Z"), at("2026-03-29T12:00:00Z"));
    expect(spring).toEqual({ due: at("2026-03-29T01:00:00Z"), missed: 0 });
    const autumn = dueTick(atNight, at("2026-10-25T00:30:00Z"), at("2026-10-25T12:00:00Z"));
    expect(autumn).toEqual({ due: null, missed: 0 });
  });
});
