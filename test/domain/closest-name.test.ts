import { expect, it } from "vitest";
import { closestName } from "../../src/domain/closest-name.ts";

it.each([
  ["MaxBachSize", "maxBatchSize"],
  ["maxdailytask", "maxDailyTasks"],
  ["colour", null],
  ["xy", null],
])("takes %j for %j", (name, meant) => {
  expect(closestName(name, ["maxDailyTasks", "maxBatchSize"])).toBe(meant);
});

it("knows nothing where nothing is known", () => {
  expect(closestName("anything", [])).toBeNull();
});
