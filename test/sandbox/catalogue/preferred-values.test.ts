import { describe, expect, it } from "vitest";
import {
  numberOf,
  preferredNumbers,
  preferredValues,
} from "../../../src/sandbox/catalogue/preferred-values.ts";
import {
  fourCharacterOhms,
  fourDigitOhms,
  letterOhms,
  sixCharacterOhms,
  threeDigits,
  threeDigitsWithPoint,
} from "../../../src/sandbox/catalogue/value-code.ts";

describe("preferred values", () => {
  it("follow IEC 60063 where it follows the formula and where it does not", () => {
    expect(preferredNumbers.E96.slice(0, 6)).toEqual([100, 102, 105, 107, 110, 113]);
    expect(preferredNumbers.E96.at(-1)).toBe(976);
    expect(preferredNumbers.E96).toHaveLength(96);
    expect(preferredNumbers.E192).toContain(920);
    expect(preferredNumbers.E192).not.toContain(919);
    expect(new Set(preferredNumbers.E192).size).toBe(192);
  });

  it("run from one end of the range to the other, each once, without rounding errors", () => {
    const values = preferredValues([preferredNumbers.E24, preferredNumbers.E96], { from: 10, to: 1000 });
    const numbers = values.map(numberOf);
    expect(numbers[0]).toBe(10);
    expect(numbers.at(-1)).toBe(1000);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.every((number) => String(number).length <= 4)).toBe(true);
  });
});

describe("value codes", () => {
  const ohms = (digits: number, exponent: number) => ({ digits, exponent });

  it.each([
    [fourDigitOhms, ohms(100, 2), "1002"],
    [fourDigitOhms, ohms(499, -1), "49R9"],
    [threeDigits, ohms(470, 1), "472"],
    [threeDigits, ohms(100, -1), "100"],
    [threeDigitsWithPoint, ohms(470, -2), "4R7"],
    [threeDigitsWithPoint, ohms(100, -1), "100"],
    [letterOhms, ohms(470, 1), "4K7"],
    [letterOhms, ohms(100, 4), "1M"],
    [letterOhms, ohms(100, -1), "10R"],
    [fourCharacterOhms, ohms(100, 1), "1K00"],
    [fourCharacterOhms, ohms(100, 3), "100K"],
    [fourCharacterOhms, ohms(499, -1), "49R9"],
    [sixCharacterOhms, ohms(100, 2), "10K000"],
    [sixCharacterOhms, ohms(100, 1), "1K0000"],
  ])("%o writes %o as %s", (codeOf, value, code) => {
    expect(codeOf(value)).toBe(code);
  });
});
