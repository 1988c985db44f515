import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { letterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, letterOhms);
const fivePercent = codedValues(resistorValues.E24, letterOhms);

const sizes = [
  { size: "0402", power: "0.063W, 1/16W" },
  { size: "0603", power: "0.1W, 1/10W" },
  { size: "0805", power: "0.125W, 1/8W" },
  { size: "1206", power: "0.25W, 1/4W" },
] as const;

const tolerances = [
  { code: "F", tolerance: 1, values: onePercent, temperatureCoefficient: 100 },
  { code: "J", tolerance: 5, values: fivePercent, temperatureCoefficient: null },
] as const;

/** YAGEO AC, the automotive grade, e.g. `AC0603FR-0710KL`: built like RC_L. */
export const yageoAc = partFamily(
  "YAGEO AC",
  sizes.flatMap(({ size, power }) =>
    tolerances.map(({ code, tolerance, values, temperatureCoefficient }) => {
      const series: ChipResistorSeries = {
        manufacturer: "YAGEO",
        series: "AC",
        size,
        composition: "Thick Film",
        tolerance,
        power,
        temperatureCoefficient,
        operatingTemperature: "-55°C ~ 155°C",
        features: "Automotive AEC-Q200",
        datasheetUrl: null,
      };
      return {
        head: `AC${size}${code}R-07`,
        tail: "L",
        values,
        partOf: (mpn, value) => chipResistor(mpn, value, series),
      };
    }),
  ),
);
