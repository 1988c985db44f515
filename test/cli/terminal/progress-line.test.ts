import picocolors from "picocolors";
import fc from "fast-check";
import { expect, it } from "vitest";
import { progressLine } from "../../../src/cli/terminal/progress-line.ts";
import { textWidth } from "../../../src/cli/terminal/text-width.ts";

const base = {
  label: "automation",
  counts: { completed: 40, failed: 3, deferred: 2 },
  total: 100,
  elapsedMs: 10_000,
  columns: 120,
  emoji: true,
  colors: picocolors.createColors(false),
};

it("shows bar, count, percent, rate, time left and how the tasks ended", () => {
  expect(progressLine(base)).toBe(
    `🤖 automation ${"█".repeat(13)}${"░".repeat(17)}  45/100  45%  4.5/s  ETA 12s  ✅ 40  ❌ 3  ⏳ 2`,
  );
});

it("is plain ASCII without emoji", () => {
  expect(progressLine({ ...base, emoji: false })).toBe(
    `automation ${"#".repeat(13)}${"-".repeat(17)}  45/100  45%  4.5/s  ETA 12s  [ok] 40  [failed] 3  [deferred] 2`,
  );
});

it("leaves out outcomes that did not occur", () => {
  expect(progressLine({ ...base, counts: { completed: 1, failed: 0, deferred: 0 } })).toMatch(/✅ 1$/);
});

it("gives up the bar before the numbers", () => {
  expect(progressLine({ ...base, columns: 66 })).toBe(
    "🤖 automation  45/100  45%  4.5/s  ETA 12s  ✅ 40  ❌ 3  ⏳ 2",
  );
});

it("never wraps, even with ^C behind it", () => {
  const count = fc.nat(10_000_000);
  fc.assert(
    fc.property(
      fc.record({ completed: count, failed: count, deferred: count }),
      fc.nat(1000),
      fc.integer({ min: 10, max: 200 }),
      fc.boolean(),
      (counts, extra, columns, emoji) => {
        const total = counts.completed + counts.failed + counts.deferred + extra;
        const line = progressLine({ ...base, counts, total, columns, emoji });
        expect(textWidth(`${line}^C`)).toBeLessThan(columns);
      },
    ),
  );
});
