import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourDigitOhms, threeDigits } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, fourDigitOhms);
const fivePercent = codedValues(resistorValues.E24, threeDigits);

const sizes = [
  { size: "0603", power: "0.1W, 1/10W" },
  { size: "0805", power: "0.125W, 1/8W" },
  { size: "1206", power: "0.25W, 1/4W" },
] as const;

const tolerances = [
  { code: "FX", tolerance: 1, values: onePercent, temperatureCoefficient: 100 },
  { code: "JW", tolerance: 5, values: fivePercent, temperatureCoefficient: 200 },
] as const;

/** Bourns CR, e.g. `CR0603-FX-1002ELF`: size, tolerance and temperature coefficient, value, reel, lead-free. */
export const bournsCr = partFamily(
  "Bourns CR",
  sizes.flatMap(({ size, power }) =>
    tolerances.map(({ code, tolerance, values, temperatureCoefficient }) => {
      const series: ChipResistorSeries = {
        manufacturer: "Bourns",
        series: "CR",
        size,
        composition: "Thick Film",
        tolerance,
        power,
        temperatureCoefficient,
        operatingTemperature: null,
        features: null,
        datasheetUrl: "https://www.bourns.com/docs/Product-Datasheets/CRxxxxx.pdf",
      };
      return {
        head: `CR${size}-${code}-`,
        tail: "ELF",
        values,
        partOf: (mpn, value) => chipResistor(mpn, value, series),
      };
    }),
  ),
);
