import { expect, it } from "vitest";
import { formatCount, formatCounted } from "../../../src/cli/terminal/format-count.ts";
import { formatDuration } from "../../../src/cli/terminal/format-duration.ts";
import { pace } from "../../../src/cli/terminal/pace.ts";

it.each([
  [0, "0ms"],
  [850.4, "850ms"],
  [999.7, "1s"],
  [17_000, "17s"],
  [59_700, "1m 00s"],
  [185_000, "3m 05s"],
  [3_599_700, "1h 00m"],
  [7_440_000, "2h 04m"],
  [86_399_000, "1d 0h"],
  [273_600_000, "3d 4h"],
])("formats %d milliseconds as %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

it("separates thousands", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatCount(12)).toBe("12");
});

it("names one thing in the singular", () => {
  expect(formatCounted(1, "part")).toBe("1 part");
  expect(formatCounted(0, "part")).toBe("0 parts");
  expect(formatCounted(12_345, "part")).toBe("12,345 parts");
});

it.each([
  [45, 100, 10_000, { percent: "45%", rate: "4.5/s", eta: "12s" }],
  [1, 10, 5_000, { percent: "10%", rate: "0.20/s", eta: "45s" }],
  [999, 1000, 1_000, { percent: "99%", rate: "999.0/s", eta: "1ms" }],
  [10, 10, 1_000, { percent: "100%", rate: "10.0/s", eta: "0ms" }],
  [0, 10, 1_000, { percent: "0%", rate: "-", eta: "-" }],
  [5, 10, 0, { percent: "50%", rate: "-", eta: "-" }],
  [0, 0, 0, { percent: "100%", rate: "-", eta: "-" }],
])("paces %d of %d after %d ms", (done, total, elapsedMs, expected) => {
  expect(pace(done, total, elapsedMs)).toEqual(expected);
});
