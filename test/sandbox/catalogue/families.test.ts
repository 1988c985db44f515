import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { families } from "../../../src/sandbox/catalogue/families.ts";
import { findTrueParts } from "../../../src/sandbox/catalogue/find-true-parts.ts";

/** Numbers that distributors stock, with what their makers' codes say. */
const stocked: readonly (readonly [mpn: string, manufacturer: string, ...texts: string[]])[] = [
  ["RC0805FR-07100KL", "YAGEO", "100 kOhms", "±1%", "0.125W, 1/8W", "0805"],
  ["RC0603JR-074K7L", "YAGEO", "4.7 kOhms", "±5%"],
  ["RC2512FK-0710RL", "YAGEO", "10 Ohms", "1W"],
  ["AC0603FR-0768K1L", "YAGEO", "68.1 kOhms", "Automotive AEC-Q200"],
  ["RT0603BRD0710KL", "YAGEO", "10 kOhms", "±0.1%", "±25ppm/°C", "Thin Film"],
  ["CRCW060310K0FKEA", "Vishay Dale", "10 kOhms", "±100ppm/°C"],
  ["CRCW04021M00FKED", "Vishay Dale", "1 MOhms"],
  ["TNPW06035K11BEEA", "Vishay Dale", "5.11 kOhms", "±0.1%"],
  ["CMF5510K000FHEB", "Vishay Dale", "10 kOhms", "±50ppm/°C", "Metal Film"],
  ["CMF551K0000BEEK", "Vishay Dale", "1 kOhms", "±0.1%", "±25ppm/°C"],
  ["ERJ-3EKF1002V", "Panasonic", "10 kOhms", "±1%"],
  ["ERJ-3EKF52R3V", "Panasonic", "52.3 Ohms"],
  ["ERJ-6GEYJ103V", "Panasonic", "10 kOhms", "±5%"],
  ["ERA-3AEB103V", "Panasonic", "10 kOhms", "±0.1%"],
  ["RMCF0603JT3K30", "Stackpole Electronics", "3.3 kOhms", "±5%"],
  ["RK73H1JTTD3300F", "KOA Speer", "330 Ohms"],
  ["MCR03EZPFX2002", "ROHM", "20 kOhms"],
  ["CR0603-FX-33R0ELF", "Bourns", "33 Ohms"],
  ["MFR-25FBF52-10K", "YAGEO", "10 kOhms", "Metal Film"],
  ["CFR-25JB-52-220R", "YAGEO", "220 Ohms", "Carbon Film"],
  ["GRM188R71H104KA93D", "Murata", "0.1 µF", "50V", "X7R", "±10%"],
  ["GRM1555C1H270JA01D", "Murata", "27 pF", "C0G, NP0", "±5%"],
  ["CL10B104KB8NNNC", "Samsung Electro-Mechanics", "0.1 µF"],
  ["CL10A475KO8NNNC", "Samsung Electro-Mechanics", "4.7 µF", "16V", "X5R"],
  ["C0603C104K5RACTU", "KEMET", "0.1 µF", "50V"],
  ["C1608X7R1H104K080AA", "TDK", "0.1 µF"],
  ["06035A101JAT2A", "KYOCERA AVX", "100 pF"],
  ["CC0603KRX7R9BB103", "YAGEO", "10000 pF"],
  ["SRR1260-150M", "Bourns", "15 µH"],
  ["7447709101", "Würth Elektronik", "100 µH"],
  ["LQW15AN47NJ00D", "Murata", "47 nH"],
  ["LQM2HPN2R2MG0L", "Murata", "2.2 µH"],
];

describe("part families", () => {
  it.each(stocked)("knows %s by %s", (mpn, manufacturer, ...texts) => {
    const [part, ...others] = findTrueParts(mpn);
    expect(others).toEqual([]);
    expect(part).toMatchObject({ mpn, manufacturer });
    expect(part?.parameters.map(({ text }) => text)).toEqual(expect.arrayContaining(texts));
  });

  it("decode every number they enumerate to the same part", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...families),
        fc.double({ min: 0, max: 1, maxExcluded: true }),
        (family, place) => {
          fc.pre(!Number.isNaN(place));
          const part = family.at(Math.floor(place * family.size));
          expect(family.decode(part.mpn)).toEqual(part);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("hold tens of thousands of parts and no number twice", () => {
    const numbers = families.flatMap((family) =>
      Array.from({ length: family.size }, (_, index) => family.at(index).mpn),
    );
    expect(numbers.length).toBeGreaterThan(90_000);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each([
    ["a value between two preferred ones", "RC0805FR-07101KL"],
    ["an E96 value in a 5 % series", "RC0805JR-0710K2L"],
    ["a value written in another maker's way", "CRCW06031002FKEA"],
    ["a size that the series does not have", "RC0807FR-07100KL"],
    ["a tape that the size does not have", "RC2512FR-07100KL"],
    ["a packaging that the size does not have", "CRCW040210K0FKEA"],
    ["a specification that belongs to another value", "GRM188R71H103KA93D"],
    ["a value beyond the range", "CL05B105KB5NNNC"],
    ["a number cut short", "ERJ-3EKF1002"],
    ["nothing", ""],
  ])("refuse %s", (_why, mpn) => {
    expect(findTrueParts(mpn)).toEqual([]);
  });

  it("refuse an index beyond their size", () => {
    for (const family of families) expect(() => family.at(family.size)).toThrow(RangeError);
  });
});
