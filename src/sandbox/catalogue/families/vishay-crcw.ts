import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourCharacterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, fourCharacterOhms);
const fivePercent = codedValues(resistorValues.E24, fourCharacterOhms);

/** The last two characters are the packaging: that of the usual reel of the size. */
const sizes = [
  { size: "0402", power: "0.063W, 1/16W", packaging: "ED" },
  { size: "0603", power: "0.1W, 1/10W", packaging: "EA" },
  { size: "0805", power: "0.125W, 1/8W", packaging: "EA" },
  { size: "1206", power: "0.25W, 1/4W", packaging: "EA" },
  { size: "1210", power: "0.5W, 1/2W", packaging: "EA" },
  { size: "2010", power: "0.75W, 3/4W", packaging: "EF" },
  { size: "2512", power: "1W", packaging: "EG" },
] as const;

/** `K` is ±100 ppm/°C, `N` ±200 ppm/°C. */
const grades = [
  { code: "FK", tolerance: 1, temperatureCoefficient: 100, values: onePercent },
  { code: "JN", tolerance: 5, temperatureCoefficient: 200, values: fivePercent },
] as const;

/** Vishay Dale CRCW e3, e.g. `CRCW060310K0FKEA`: size, value, tolerance, temperature coefficient, packaging. */
export const vishayCrcw = partFamily(
  "Vishay CRCW e3",
  sizes.flatMap(({ size, power, packaging }) =>
    grades.map(({ code, tolerance, temperatureCoefficient, values }) => {
      const series: ChipResistorSeries = {
        manufacturer: "Vishay Dale",
        series: "CRCW",
        size,
        composition: "Thick Film",
        tolerance,
        power,
        temperatureCoefficient,
        operatingTemperature: "-55°C ~ 155°C",
        features: "Automotive AEC-Q200",
        datasheetUrl: "https://www.vishay.com/docs/20035/dcrcwe3.pdf",
      };
      return {
        head: `CRCW${size}`,
        tail: `${code}${packaging}`,
        values,
        partOf: (mpn, value) => chipResistor(mpn, value, series),
      };
    }),
  ),
);
