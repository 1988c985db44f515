import { readUnit } from "./unit.ts";

/** A number in the base unit `unit`; the unit is null for a bare number. */
export interface Quantity {
  readonly value: number;
  readonly unit: string | null;
}

/** A number and what follows it, both still text. */
export interface NumberWithUnit {
  readonly number: string;
  readonly unit: string;
}

/** A leading zero before another digit marks a code (`0603`), not a number; so does a thousands separator. */
const numberThenUnit = /^([+-]?(?:0|[1-9]\d*)(?:\.\d+)?)(?![\d.,]) ?(.*)$/;

/** Splits `"10 kOhms"` into `"10"` and `"kOhms"`; undefined when the text does not start with a number. */
export function splitNumber(text: string): NumberWithUnit | undefined {
  const [, number, unit] = numberThenUnit.exec(text) ?? [];
  return number === undefined || unit === undefined ? undefined : { number, unit };
}

/** The quantity of a split text; undefined for an unknown unit or a number too large to hold. */
export function toQuantity({ number, unit }: NumberWithUnit): Quantity | undefined {
  const known = unit === "" ? { symbol: null, exponent: 0 } : readUnit(unit);
  if (known === undefined) return undefined;
  // The exponent is written into the literal: 2.2 × 1e-6 would be 2.1999999999999997e-6. Adding 0 makes -0 a 0.
  const value = Number(`${number}e${known.exponent}`) + 0;
  return Number.isFinite(value) ? { value, unit: known.symbol } : undefined;
}

/** The quantity written as `text`, with or without a unit. */
export function readQuantity(text: string): Quantity | undefined {
  const split = splitNumber(text);
  return split === undefined ? undefined : toQuantity(split);
}
