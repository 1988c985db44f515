import { numberOf, type PreferredValue } from "./preferred-values.ts";

/** How an ordering code writes a value. */
export type ValueCode = (value: PreferredValue) => string;

/** Three significant digits and the count of zeros, `R` as the point below 100 Ω: `1002`, `10R0`. */
export const fourDigitOhms: ValueCode = ({ digits, exponent }) =>
  exponent < 0 ? withPoint(digits, exponent, "R") : `${digits}${exponent}`;

/** Two significant digits and the count of zeros (E24 values from 10 up): `103` is 10 kΩ or 10 nF. */
export const threeDigits: ValueCode = ({ digits, exponent }) => `${digits / 10}${exponent + 1}`;

/** As `threeDigits`, with `R` as the point below 10: `4R7`. */
export const threeDigitsWithPoint: ValueCode = (value) =>
  numberOf(value) < 10 ? withPoint(value.digits / 10, value.exponent + 1, "R") : threeDigits(value);

/** The letter of the magnitude in place of the point, no zeros to fill: `10K`, `4K7`, `1M`, `49R9`. */
export const letterOhms: ValueCode = (value) => withMagnitude(value, 0);

/** As `letterOhms`, filled to four characters: `10K0`, `1M00`, `49R9`. */
export const fourCharacterOhms: ValueCode = (value) => withMagnitude(value, 4);

/** As `letterOhms`, filled to six characters: `10K000`, `1K0000`, `100R00`. */
export const sixCharacterOhms: ValueCode = (value) => withMagnitude(value, 6);

/** Nanohenries below 100, `N` as the point: `12N`, `47N`. */
export const nanohenries: ValueCode = (value) => `${numberOf(value)}N`;

function withMagnitude(value: PreferredValue, length: number): string {
  const ohms = numberOf(value);
  const [divisor, letter] = ohms >= 1e6 ? [1e6, "M"] : ohms >= 1e3 ? [1e3, "K"] : [1, "R"];
  const text = String(ohms / divisor);
  const code = text.includes(".") ? text.replace(".", letter) : `${text}${letter}`;
  return code.padEnd(length, "0");
}

function withPoint(digits: number, exponent: number, letter: string): string {
  const text = String(digits);
  const point = text.length + exponent;
  return `${text.slice(0, point)}${letter}${text.slice(point)}`;
}
