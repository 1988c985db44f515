import { expect, test } from "vitest";
import { parseSince } from "../../src/cli/parse-since.ts";
import { UserError } from "../../src/domain/fault.ts";

const now = new Date("2026-03-10T12:00:00Z");

test.each([
  ["90d", "2025-12-10T12:00:00.000Z"],
  ["12h", "2026-03-10T00:00:00.000Z"],
  ["2w", "2026-02-24T12:00:00.000Z"],
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
])("%s is %s", (text, expected) => {
  expect(parseSince(text, now).toISOString()).toBe(expected);
});

test.each([
  "",
  "90",
  "d",
  "-1d",
  "0d",
  "1.5d",
  "90 days",
  "2026-02-30",
  "2026-13-01",
  "2026-03-11",
  "999999d",
])('"%s" is refused', (text) => {
  expect(() => parseSince(text, now)).toThrow(UserError);
  expect(() => parseSince(text, now)).toThrow(/^--since .*: give how far back/);
});
