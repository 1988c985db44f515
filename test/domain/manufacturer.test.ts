import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { manufacturerDirectory, normaliseManufacturer } from "../../src/domain/manufacturer.ts";

describe("the normal form of a name", () => {
  test.each([
    ["TDK Corporation (Japan)", "TDK JAPAN"],
    ["Würth Elektronik GmbH & Co. KG", "WURTH ELEKTRONIK AND"],
    ["Alpha & Omega Semiconductor", "ALPHA AND OMEGA SEMICONDUCTOR"],
    ["  texas   instruments,  inc. ", "TEXAS INSTRUMENTS"],
    ["The Bergquist Company", "BERGQUIST"],
    ["The Company, Ltd.", "THE COMPANY LTD"],
    ["3M", "3M"],
    ["村田製作所", "村田製作所"],
    ["...", ""],
    ["", ""],
  ])("of %j is %j", (name, normal) => {
    expect(normaliseManufacturer(name)).toBe(normal);
  });

  it("is its own normal form, for names of plain letters", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 .,&()-]{0,40}$/), (name) => {
        expect(normaliseManufacturer(normaliseManufacturer(name))).toBe(normaliseManufacturer(name));
      }),
    );
  });
});

describe("a directory", () => {
  const directory = manufacturerDirectory({
    "Texas Instruments": ["TI", "Burr-Brown"],
    Vishay: ["Vishay Dale"],
  });

  test.each([
    ["Texas Instruments", "TEXAS INSTRUMENTS"],
    ["texas instruments incorporated", "TEXAS INSTRUMENTS"],
    ["ti", "TEXAS INSTRUMENTS"],
    ["Burr Brown Corp.", "TEXAS INSTRUMENTS"],
    ["VISHAY-DALE", "VISHAY"],
    ["Vishay Siliconix", "VISHAY SILICONIX"],
    ["Nobody Knows, Ltd.", "NOBODY KNOWS"],
    [" ", ""],
  ])("knows %j as %j", (name, key) => {
    expect(directory.keyOf(name)).toBe(key);
  });

  it("refuses an alias of two makers, and names it", () => {
    expect(() => manufacturerDirectory({ "Texas Instruments": ["TI"], "Tiny Inc": ["T.I.", "TI"] })).toThrow(
      new RangeError('"TI" is an alias of both TEXAS INSTRUMENTS and TINY'),
    );
  });

  it("takes an alias twice of one maker, however spelt", () => {
    expect(manufacturerDirectory({ Vishay: ["Vishay Inc.", "VISHAY"] }).keyOf("vishay")).toBe("VISHAY");
  });
});
