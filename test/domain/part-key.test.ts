import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { mpnKey, partKey } from "../../src/domain/part-key.ts";

describe("the key of a number", () => {
  test.each([
    ["lm358dr", "LM358DR"],
    ["  LM358 DR\t", "LM358DR"],
    ["lm358\u00a0dr", "LM358DR"],
    ["lm358\u3000dr\n", "LM358DR"],
    ["LT1085#PBF/A+1,(x).-", "LT1085#PBF/A+1,(X).-"],
    ["ＬＭ３５８", "LM358"],
    ["47µf", "47μF"],
    ["straße-1", "STRAßE-1"],
    ["", ""],
  ])("%j is %j", (mpn, key) => {
    expect(mpnKey(mpn)).toBe(key);
  });

  it("keeps numbers apart that differ in any mark", () => {
    const numbers = ["AB-1", "AB1", "AB/1", "AB.1", "AB#1", "AB+1", "AB,1", "AB(1)", "AB_1"];
    expect(new Set(numbers.map((mpn) => mpnKey(mpn))).size).toBe(numbers.length);
  });

  it("is its own key, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), (mpn) => {
        expect(mpnKey(mpnKey(mpn))).toBe(mpnKey(mpn));
      }),
    );
  });
});

describe("the key of a part", () => {
  const directory = manufacturerDirectory({ "Texas Instruments": ["TI", "Burr-Brown"] });
  test.each([
    ["lm358", "TI", "TEXAS INSTRUMENTS|LM358"],
    ["LM 358", "Texas Instruments Inc.", "TEXAS INSTRUMENTS|LM358"],
    ["LM358", "Nobody Semi", "NOBODY SEMI|LM358"],
    ["LM358", null, "|LM358"],
    ["LM358", " ", "|LM358"],
  ])("%j of %j is %j", (mpn, manufacturer, key) => {
    expect(partKey(mpn, manufacturer, directory)).toBe(key);
  });
});
