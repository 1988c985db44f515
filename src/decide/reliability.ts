import type { Scoring } from "./scoring-schema.ts";

/** The scrapes of one manufacturer's parts that ended within the window, faults of the connection left out. */
export interface ManufacturerHistory {
  readonly attempts: number;
  readonly successes: number;
}

/**
 * How likely a scrape of this manufacturer is to succeed, 0 to 1: the mean of a beta distribution that starts
 * from `alpha` successes and `beta` failures. Null is a part without a manufacturer.
 */
export function reliability(history: ManufacturerHistory | null, scoring: Scoring["reliability"]): number {
  if (history === null) return scoring.unknown;
  const { attempts, successes } = history;
  if (attempts < scoring.minAttempts) return scoring.prior;
  return (successes + scoring.alpha) / (attempts + scoring.alpha + scoring.beta);
}
