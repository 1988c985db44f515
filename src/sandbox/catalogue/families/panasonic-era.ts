import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { threeDigits } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const values = codedValues(resistorValues.thinFilmE24, threeDigits);

const sizes = [
  { size: "0603", head: "ERA-3AEB" },
  { size: "0805", head: "ERA-6AEB" },
] as const;

/** Panasonic ERA-A thin film, E24 values, e.g. `ERA-3AEB103V`: `E` is ±25 ppm/°C, `B` ±0.1 %. */
export const panasonicEra = partFamily(
  "Panasonic ERA-A",
  sizes.map(({ size, head }) => {
    const series: ChipResistorSeries = {
      manufacturer: "Panasonic",
      series: "ERA-A",
      size,
      composition: "Thin Film",
      tolerance: 0.1,
      power: null,
      temperatureCoefficient: 25,
      operatingTemperature: "-55°C ~ 155°C",
      features: "Automotive AEC-Q200",
      datasheetUrl: null,
    };
    return { head, tail: "V", values, partOf: (mpn, value) => chipResistor(mpn, value, series) };
  }),
);
