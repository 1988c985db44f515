import { expect, test } from "vitest";
import { normalQuantile } from "../../../src/rules/learning/normal-quantile.ts";

// From the table of Abramowitz and Stegun, 26.5.
test.each([
  [0.025, 1.95996],
  [0.005, 2.57583],
  [0.0005, 3.29053],
  [0.00005, 3.89059],
])("of %f above is %f", (tail, quantile) => {
  expect(Math.abs(normalQuantile(tail) - quantile)).toBeLessThan(0.00045);
});
