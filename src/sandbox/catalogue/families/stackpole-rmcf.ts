import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourCharacterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, fourCharacterOhms);
const fivePercent = codedValues(resistorValues.E24, fourCharacterOhms);

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

/** Stackpole RMCF, e.g. `RMCF0603FT10K0`: size, tolerance, `T` for tape, value. */
export const stackpoleRmcf = partFamily(
  "Stackpole RMCF",
  sizes.flatMap(({ size, power }) =>
    tolerances.map(({ code, tolerance, values, temperatureCoefficient }) => {
      const series: ChipResistorSeries = {
        manufacturer: "Stackpole Electronics",
        series: "RMCF",
        size,
        composition: "Thick Film",
        tolerance,
        power,
        temperatureCoefficient,
        operatingTemperature: "-55°C ~ 155°C",
        features: null,
        datasheetUrl: "https://www.seielect.com/catalog/sei-rmcf_rmcp.pdf",
      };
      return {
        head: `RMCF${size}${code}T`,
        tail: "",
        values,
        partOf: (mpn, value) => chipResistor(mpn, value, series),
      };
    }),
  ),
);
