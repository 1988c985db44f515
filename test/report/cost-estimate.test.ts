import { describe, expect, it } from "vitest";
import { type CostQuestion, estimateCost } from "../../src/report/cost-estimate.ts";
import { platformPrices } from "../../src/report/platform-prices.ts";

const question: CostQuestion = {
  partsPerDay: 1_000,
  secondsPerPart: 2,
  machine: "small-1x",
  maxConcurrent: 5,
  providerDailyCalls: 1_000,
};

describe("the cost of a day", () => {
  it.each([
    [1_000, 2, "small-1x", 0.0926],
    [1_000_000, 2, "small-1x", 92.6],
    [1_000, 2, "micro", 0.0588],
    [1_000_000, 5, "small-1x", 194],
  ])("of %i parts at %i s on %s", (partsPerDay, secondsPerPart, machine, expected) => {
    const { costPerDay, costPerMonth } = estimateCost(
      { ...question, partsPerDay, secondsPerPart, machine },
      platformPrices,
    );
    expect(costPerDay).toBeCloseTo(expected, 4);
    expect(costPerMonth).toBeCloseTo(expected * 30, 2);
  });
});

describe("what sets the pace", () => {
  it.each([
    ["nothing, up to the quota", {}, "none", 1],
    ["the provider's quota beyond it", { partsPerDay: 1_000_000 }, "provider_quota", 1_000],
    [
      "lookups at once, where the quota is large",
      { partsPerDay: 432_000, providerDailyCalls: 1e9 },
      "concurrency",
      2,
    ],
    [
      "runs started a second, where both are",
      { partsPerDay: 17_280_000, providerDailyCalls: 1e9, maxConcurrent: 1e6 },
      "platform_starts",
      2,
    ],
  ] as const)("is %s", (_, changes, bindingLimit, days) => {
    expect(estimateCost({ ...question, ...changes }, platformPrices)).toMatchObject({ bindingLimit, days });
  });

  it("is told with the lookups that have to be in flight", () => {
    expect(estimateCost({ ...question, partsPerDay: 1_000_000 }, platformPrices).concurrencyNeeded).toBe(24);
  });
});
