import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourDigitOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const values = codedValues(resistorValues.E24AndE96, fourDigitOhms);

const sizes = [
  { size: "0402", head: "RK73H1ETTP" },
  { size: "0603", head: "RK73H1JTTD" },
  { size: "0805", head: "RK73H2ATTD" },
  { size: "1206", head: "RK73H2BTTD" },
] as const;

/** KOA RK73H, e.g. `RK73H1JTTD1002F`: size (`1J` is 0603), `T` for tin, taping, value, tolerance. */
export const koaRk73h = partFamily(
  "KOA RK73H",
  sizes.map(({ size, head }) => {
    const series: ChipResistorSeries = {
      manufacturer: "KOA Speer",
      series: "RK73H",
      size,
      composition: "Thick Film",
      tolerance: 1,
      power: null,
      temperatureCoefficient: 100,
      operatingTemperature: "-55°C ~ 155°C",
      features: null,
      datasheetUrl: null,
    };
    return { head, tail: "F", values, partOf: (mpn, value) => chipResistor(mpn, value, series) };
  }),
);
