import { describe, expect, it } from "vitest";
import { findTrueParts, searchTrueParts } from "../../../src/sandbox/catalogue/find-true-parts.ts";

const makersOf = (mpn: string) => findTrueParts(mpn).map(({ manufacturer }) => manufacturer);

describe("findTrueParts", () => {
  it("finds every maker of a number", () => {
    expect(makersOf("2N7002")).toEqual(["onsemi", "Nexperia", "Diotec Semiconductor"]);
    expect(makersOf("LM358D").toSorted()).toEqual(["STMicroelectronics", "Texas Instruments"]);
  });

  it.each(["nrf52832-qfaa-r", " NRF52832-QFAA-R ", "nRF52832 -QFAA-R"])(
    "takes %j for nRF52832-QFAA-R",
    (mpn) => {
      expect(findTrueParts(mpn).map((part) => part.mpn)).toEqual(["nRF52832-QFAA-R"]);
    },
  );

  it.each(["rc0805fr-07100kl", "RC0805FR- 07100KL"])("takes %j for a family's number", (mpn) => {
    expect(findTrueParts(mpn).map((part) => part.mpn)).toEqual(["RC0805FR-07100KL"]);
  });

  it.each([
    ["DS3231SN#", "Analog Devices"],
    ["LTC3780EG#PBF", "Analog Devices"],
    ["LP3982IMM-ADJ/NOPB", "Texas Instruments"],
    ["74HC595D,118", "Nexperia"],
    ["B2B-PH-K-S(LF)(SN)", "JST"],
    ["0022232021", "Molex"],
    ["SC0915", "Raspberry Pi"],
    ["ESP32-WROOM-32E-N4", "Espressif"],
  ])("finds %s with its punctuation and zeros", (mpn, manufacturer) => {
    expect(findTrueParts(mpn)).toMatchObject([{ mpn, manufacturer }]);
  });

  it.each(["DS3231SN", "22232021", "LP3982IMM-ADJ", "LM358", ""])(
    "does not find %j, which only resembles one",
    (mpn) => {
      expect(findTrueParts(mpn)).toEqual([]);
    },
  );
});

describe("searchTrueParts", () => {
  it("finds the members of a family by its name", () => {
    const found = searchTrueParts("lm358", { limit: 50 }).map(({ mpn }) => mpn);
    expect(found).toEqual(expect.arrayContaining(["LM358DR", "LM358P", "LM358DT", "LM358DR2G"]));
    expect(found.every((mpn) => mpn.startsWith("LM358"))).toBe(true);
  });

  it("finds parts of ordering-code families by the beginning of their number", () => {
    const found = searchTrueParts("GRM188R71H1", { limit: 50 }).map(({ mpn }) => mpn);
    expect(found).toContain("GRM188R71H104KA93D");
    expect(found).not.toContain("GRM188R71H223KA01D");
  });

  it("gives no more than the limit", () => {
    expect(searchTrueParts("RC0", { limit: 7 })).toHaveLength(7);
    expect(searchTrueParts("LM", { limit: 3 })).toHaveLength(3);
  });

  it("finds nothing for a blank keyword", () => {
    expect(searchTrueParts("  ", { limit: 5 })).toEqual([]);
  });
});
