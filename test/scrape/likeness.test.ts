import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { likeness } from "../../src/scrape/likeness.ts";

describe("likeness", () => {
  it.each([
    ["PANASNOIC", "PANASONIC"],
    ["STMICROELECTRONIC", "STMICROELECTRONICS"],
    ["NE555P", "NE556P"],
    ["1028", "1029"],
  ])("is high for few wrong letters: %s and %s", (left, right) => {
    expect(likeness(left, right)).toBeGreaterThan(0.7);
    expect(likeness(left, right)).toBeLessThan(1);
  });

  it.each([
    ["PANASNOIC", "PANASONIC INDUSTRY"],
    ["PANASONIK", "PANASONIC ELECTRONIC COMPONENTS"],
    ["VISHAY DALE", "VISHAY SILICONIX"],
    ["LM358", "LM358DR"],
    ["TEXAS INSTRUMENT", "TEXAS"],
  ])("is middling for a common beginning: %s and %s", (left, right) => {
    expect(likeness(left, right)).toBe(0.5);
  });

  it.each([
    ["ON SEMICONDUCTOR", "ON SHORE TECHNOLOGY"],
    ["TE", "TDK"],
    ["TI", "TE"],
    ["YAGEO", "VISHAY"],
    ["1028", "4938"],
    ["", "TDK"],
  ])("is nothing for different names: %s and %s", (left, right) => {
    expect(likeness(left, right)).toBe(0);
  });

  it("counts two swapped neighbours as one slip", () => {
    expect(likeness("ABCD", "ABDC")).toBe(0.75);
    expect(likeness("ABCD", "DBCA")).toBe(0);
  });

  it("is the same in both directions, between 0 and 1, and 1 for equal names alone", () => {
    const name = fc.string({ unit: fc.constantFrom("A", "B", "C", " "), maxLength: 12 });
    fc.assert(
      fc.property(name, name, (left, right) => {
        const measure = likeness(left, right);
        expect(measure).toBe(likeness(right, left));
        expect(measure).toBeGreaterThanOrEqual(0);
        expect(measure === 1).toBe(left === right);
        expect(measure).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it("compares a very long name without delay", () => {
    const started = performance.now();
    expect(likeness("X".repeat(1_000_000), "PANASONIC")).toBe(0);
    // The quadratic comparison of these two takes seconds.
    expect(performance.now() - started).toBeLessThan(500);
  });
});
