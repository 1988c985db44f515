/** The preferred numbers of IEC 60063, as three digits (100 to 999). */
export const preferredNumbers = {
  E6: [100, 150, 220, 330, 470, 680],
  E12: [100, 120, 150, 180, 220, 270, 330, 390, 470, 560, 680, 820],
  E24: [
    100, 110, 120, 130, 150, 160, 180, 200, 220, 240, 270, 300, 330, 360, 390, 430, 470, 510, 560, 620, 680,
    750, 820, 910,
  ],
  E96: geometricSeries(96),
  // The standard has 920 where the formula gives 919.
  E192: geometricSeries(192).map((number) => (number === 919 ? 920 : number)),
} as const satisfies Record<string, readonly number[]>;

/** A value of a preferred series: `digits` (100 to 999) times ten to the power of `exponent`. */
export interface PreferredValue {
  readonly digits: number;
  readonly exponent: number;
}

/** The value as a plain number, without the error of multiplying by 0.1. */
export function numberOf({ digits, exponent }: PreferredValue): number {
  return exponent < 0 ? digits / 10 ** -exponent : digits * 10 ** exponent;
}

/** All values of the series (duplicates once) between `from` and `to`, both included, in ascending order. */
export function preferredValues(
  series: readonly (readonly number[])[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly PreferredValue[] {
  const digits = [...new Set(series.flat())].sort((a, b) => a - b);
  const exponents = [-2, -1, 0, 1, 2, 3, 4, 5, 6];
  return exponents
    .flatMap((exponent) => digits.map((number) => ({ digits: number, exponent })))
    .filter((value) => numberOf(value) >= from && numberOf(value) <= to);
}

function geometricSeries(count: number): readonly number[] {
  return Array.from({ length: count }, (_, step) => Math.round(100 * 10 ** (step / count)));
}
