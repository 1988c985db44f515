/** What an `integer` column holds at most. */
export const largestInteger = 2_147_483_647;

/**
 * `value` where an integer column holds it; else null, which is unknown. `largest` is the column's, that of a number
 * which is read exactly unless told; a `bigint` column holds more than that.
 */
export function wholeNumber(
  value: number | null | undefined,
  largest: number = Number.MAX_SAFE_INTEGER,
): number | null {
  return Number.isSafeInteger(value) && Math.abs(value ?? 0) <= largest ? (value ?? null) : null;
}

/** A number that may come as text: `"100"` is 100; null for any other text, and for a number beyond all bounds. */
export function givenNumber(given: number | string | null | undefined): number | null {
  const value = typeof given === "string" && isDecimal.test(given) ? Number(given) : given;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

const isDecimal = /^\s*[-+]?\d+(\.\d+)?(e[-+]?\d+)?\s*$/i;
