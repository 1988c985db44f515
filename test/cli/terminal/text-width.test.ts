import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, textWidth, truncate } from "../../../src/cli/terminal/text-width.ts";

describe("textWidth", () => {
  it.each([
    ["plain", 5],
    ["", 0],
    ["\u001B[31mred\u001B[39m", 3],
    ["村田製作所", 10],
    ["ムラタ", 6],
    ["ﾊﾝｶｸ", 4],
    ["한국", 4],
    ["（株）", 6],
    ["✅", 2],
    ["❤\uFE0F", 2],
    ["👩‍👩‍👧", 2],
    ["👍🏽", 2],
    ["🇩🇪", 2],
    ["\u1100\u1161\u11A8", 2],
    ["e\u0301", 1],
    ["10 kΩ ±5% µF", 12],
    ["█░…", 3],
  ])("of %j is %d", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe("truncate", () => {
  it("leaves what fits and marks what was cut", () => {
    expect(truncate("RC0805FR", 8)).toBe("RC0805FR");
    expect(truncate("RC0805FR-07", 8)).toBe("RC0805F…");
  });

  it("does not cut a wide character in half", () => {
    expect(truncate("村田製作所", 6)).toBe("村田…");
  });

  it("never exceeds the columns", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
        expect(textWidth(truncate(printable(text), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe("printable", () => {
  it("takes the harm out of foreign text", () => {
    expect(printable(" a\r\n\tb\u0007\u001B[2Jc\u202Ed\u2028e ")).toBe("a b cd e");
  });
});
