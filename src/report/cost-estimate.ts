import type { PlatformPrices } from "./platform-prices.ts";

/** What an estimate is made for. */
export interface CostQuestion {
  readonly partsPerDay: number;
  /** Of one lookup. */
  readonly secondsPerPart: number;
  readonly machine: string;
  /** Lookups in flight at once. */
  readonly maxConcurrent: number;
  /** Calls a day that the provider allows; a part takes one. */
  readonly providerDailyCalls: number;
}

/** What would set the pace of so many parts a day. */
export type BindingLimit = "none" | "provider_quota" | "concurrency" | "platform_starts";

/** Money in US dollars; a month has 30 days. */
export interface CostEstimate extends CostQuestion {
  readonly runsPerDay: number;
  readonly costPerDay: number;
  readonly costPerMonth: number;
  /** Lookups that have to be in flight at once, on average, for the day to be enough. */
  readonly concurrencyNeeded: number;
  readonly bindingLimit: BindingLimit;
  /** Days that this many parts take under the binding limit. */
  readonly days: number;
}

const daySeconds = 86_400;
const monthDays = 30;

/**
 * `parts × (price per run + seconds × price per second)`: one run per part. The runs of the day and of its batches are
 * few, and are not counted.
 */
export function estimateCost(question: CostQuestion, prices: PlatformPrices): CostEstimate {
  const { partsPerDay, secondsPerPart, machine, maxConcurrent, providerDailyCalls } = question;
  const perSecond = prices.perSecond[machine];
  if (perSecond === undefined) throw new Error(`no price for machine ${machine}`);
  const costPerDay = partsPerDay * (prices.perRun + secondsPerPart * perSecond);
  const limits: readonly (readonly [BindingLimit, number])[] = [
    ["provider_quota", partsPerDay / providerDailyCalls],
    ["concurrency", (partsPerDay * secondsPerPart) / (maxConcurrent * daySeconds)],
    ["platform_starts", partsPerDay / (prices.startsPerSecond * daySeconds)],
  ];
  const [bindingLimit, days] = limits.reduce((worst, limit) => (limit[1] > worst[1] ? limit : worst));
  return {
    ...question,
    runsPerDay: partsPerDay,
    costPerDay,
    costPerMonth: costPerDay * monthDays,
    concurrencyNeeded: Math.ceil((partsPerDay * secondsPerPart) / daySeconds),
    bindingLimit: days > 1 ? bindingLimit : "none",
    days: Math.max(1, days),
  };
}
