import { expect, it } from "vitest";
import { mixedLineEnds } from "../../src/extract/mixed-line-ends.ts";
import { fileWith } from "./part-files.ts";

it.each([
  ['pn\n"A\r\nx""\r"\nB\n', null],
  ["pn\r\nA\r\nB", null],
  // The two halves of a line end in two of the chunks that are read.
  [`${"x".repeat(65_535)}\r\nA\r\n`, null],
  [`${"x".repeat(65_535)}\r\nA\n`, "Windows and Unix"],
  ["pn\nA\r", "Unix and old Mac"],
])("line ends are mixed outside quotes only: %#", async (content, expected) => {
  expect(await mixedLineEnds(await fileWith("parts.csv", content))).toBe(expected);
});
