import fc from "fast-check";
import { expect, it } from "vitest";
import { textWidth } from "../../../src/cli/terminal/text-width.ts";
import { wrap } from "../../../src/cli/terminal/wrap.ts";

it("breaks after a separator where it can, between words where it must", () => {
  expect(wrap("9 completed · 4 failed (1 server, 3 ambiguous) · 14 calls", 32)).toEqual([
    "9 completed ·",
    "4 failed (1 server,",
    "3 ambiguous) · 14 calls",
  ]);
  expect(wrap("every row and every part is accounted for", 20)).toEqual([
    "every row and every",
    "part is accounted",
    "for",
  ]);
});

it("leaves a text alone where nobody looks, and an empty one", () => {
  expect(wrap("a, b · c", Infinity)).toEqual(["a, b · c"]);
  expect(wrap("", 10)).toEqual([""]);
});

it("loses no word, and is wider than the line only where one word is", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}[,;·]?$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 1, max: 40 }), (words, columns) => {
      const lines = wrap(words.join(" "), columns);
      expect(lines.join(" ")).toBe(words.join(" "));
      for (const line of lines) expect(textWidth(line) <= columns || !line.includes(" ")).toBe(true);
    }),
  );
});
