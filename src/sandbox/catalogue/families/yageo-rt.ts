import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { letterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const values = codedValues(resistorValues.thinFilmE24AndE96, letterOhms);

const sizes = ["0603", "0805", "1206"] as const;
const tolerances = [
  ["B", 0.1],
  ["D", 0.5],
  ["F", 1],
] as const;
/** In ± ppm/°C. */
const temperatureCoefficients = [
  ["D", 25],
  ["E", 50],
] as const;

/** YAGEO RT thin film, e.g. `RT0603BRD0710KL`: size, tolerance, tape, temperature coefficient, reel, value, `L`. */
export const yageoRt = partFamily(
  "YAGEO RT",
  sizes.flatMap((size) =>
    tolerances.flatMap(([toleranceCode, tolerance]) =>
      temperatureCoefficients.map(([coefficientCode, temperatureCoefficient]) => {
        const series: ChipResistorSeries = {
          manufacturer: "YAGEO",
          series: "RT",
          size,
          composition: "Thin Film",
          tolerance,
          power: null,
          temperatureCoefficient,
          operatingTemperature: null,
          features: null,
          datasheetUrl: null,
        };
        return {
          head: `RT${size}${toleranceCode}R${coefficientCode}07`,
          tail: "L",
          values,
          partOf: (mpn, value) => chipResistor(mpn, value, series),
        };
      }),
    ),
  ),
);
