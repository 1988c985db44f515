import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily, type CodeRun } from "../part-family.ts";
import { fourDigitOhms, threeDigits } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, fourDigitOhms);
const fivePercent = codedValues(resistorValues.E24, threeDigits);

const sizes = [
  { size: "0402", power: "0.1W, 1/10W", heads: ["ERJ-2RKF", "ERJ-2GEJ"], tail: "X" },
  { size: "0603", power: "0.1W, 1/10W", heads: ["ERJ-3EKF", "ERJ-3GEYJ"], tail: "V" },
  { size: "0805", power: "0.125W, 1/8W", heads: ["ERJ-6ENF", "ERJ-6GEYJ"], tail: "V" },
  { size: "1206", power: "0.25W, 1/4W", heads: ["ERJ-8ENF", "ERJ-8GEYJ"], tail: "V" },
  { size: "1210", power: "0.5W, 1/2W", heads: ["ERJ-14NF", "ERJ-14YJ"], tail: "U" },
  { size: "2010", power: "0.75W, 3/4W", heads: ["ERJ-12SF", "ERJ-12ZYJ"], tail: "U" },
  { size: "2512", power: "1W", heads: ["ERJ-1TNF", "ERJ-1TYJ"], tail: "U" },
] as const;

/** Panasonic ERJ, e.g. `ERJ-3EKF1002V` (1 %, four digits) and `ERJ-6GEYJ103V` (5 %, three digits). */
export const panasonicErj = partFamily(
  "Panasonic ERJ",
  sizes.flatMap(({ size, power, heads: [precise, coarse], tail }): readonly CodeRun[] => {
    const series = (tolerance: 1 | 5, head: string): ChipResistorSeries => ({
      manufacturer: "Panasonic",
      series: head.slice(0, -1),
      size,
      composition: "Thick Film",
      tolerance,
      power,
      temperatureCoefficient: tolerance === 1 ? 100 : null,
      operatingTemperature: "-55°C ~ 155°C",
      features: "Automotive AEC-Q200",
      datasheetUrl: `https://industrial.panasonic.com/cdbs/www-data/pdf/RDA0000/${tolerance === 1 ? "AOA0000C304" : "AOA0000C301"}.pdf`,
    });
    const onePercentSeries = series(1, precise);
    const fivePercentSeries = series(5, coarse);
    return [
      {
        head: precise,
        tail,
        values: onePercent,
        partOf: (mpn, value) => chipResistor(mpn, value, onePercentSeries),
      },
      {
        head: coarse,
        tail,
        values: fivePercent,
        partOf: (mpn, value) => chipResistor(mpn, value, fivePercentSeries),
      },
    ];
  }),
);
