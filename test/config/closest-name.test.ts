import fc from "fast-check";
import { expect, it } from "vitest";
import { closestName, editDistance } from "../../src/config/closest-name.ts";

it.each([
  ["", "", 0],
  ["abc", "", 3],
  ["kitten", "sitting", 3],
  ["flaw", "lawn", 2],
])("counts the letters between %j and %j as %d", (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

it("is a distance", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});

it("suggests the nearest name, and none that has little in common", () => {
  expect(closestName("MaxBachSize", ["maxDailyTasks", "maxBatchSize"])).toBe("maxBatchSize");
  expect(closestName("colour", ["maxDailyTasks", "maxBatchSize"])).toBeNull();
});
