/** An interval of shares, 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal quantile that leaves 2.5 % on either side. */
export const z95 = 1.959964;

/**
 * The interval of success rates that `successes` out of `trials` do not speak against: Wilson's score interval
 * (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927, p. 209).
 * It keeps its confidence for few trials and for rates near 0 and 1. Without trials it is everything.
 *
 * @param trials may be an effective number of trials, not whole.
 */
export function wilsonInterval(successes: number, trials: number, z = z95): Interval {
  if (trials <= 0) return { low: 0, high: 1 };
  const rate = successes / trials;
  const z2 = z * z;
  const centre = rate + z2 / (2 * trials);
  const spread = z * Math.sqrt((rate * (1 - rate)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return {
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}
