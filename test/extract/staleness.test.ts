import { expect, it } from "vitest";
import { staleness } from "../../src/extract/staleness.ts";

const now = new Date("2026-03-02T12:00:00Z");
const source = { description: "BigQuery p.d.t", modifiedAt: new Date("2026-02-28T12:00:30.5Z") };

it.each([
  [48, null],
  [47, "at 2026-02-28T12:00Z, 47 hours ago, and counts as stale from 47 hours"],
  [1, "47 hours ago"],
  [0, null],
])("a source changed just under 48 hours ago, with a limit of %d hours", (maxAgeHours, words) => {
  const found = staleness(source, { now, maxAgeHours });

  if (words === null) expect(found).toBeNull();
  else expect(found).toContain(words);
});

it("a source of unknown age is not stale", () => {
  expect(staleness({ ...source, modifiedAt: null }, { now, maxAgeHours: 1 })).toBeNull();
});
