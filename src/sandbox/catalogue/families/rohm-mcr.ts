import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourDigitOhms, threeDigits } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const runs = [
  { head: "MCR03EZPFX", tolerance: 1, values: codedValues(resistorValues.E24AndE96, fourDigitOhms) },
  { head: "MCR03EZPJ", tolerance: 5, values: codedValues(resistorValues.E24, threeDigits) },
] as const;

/** ROHM MCR03 (0603), e.g. `MCR03EZPFX1002` and `MCR03EZPJ103`. */
export const rohmMcr = partFamily(
  "ROHM MCR03",
  runs.map(({ head, tolerance, values }) => {
    const series: ChipResistorSeries = {
      manufacturer: "ROHM",
      series: "MCR",
      size: "0603",
      composition: "Thick Film",
      tolerance,
      power: "0.1W, 1/10W",
      temperatureCoefficient: null,
      operatingTemperature: "-55°C ~ 155°C",
      features: null,
      datasheetUrl: null,
    };
    return { head, tail: "", values, partOf: (mpn, value) => chipResistor(mpn, value, series) };
  }),
);
