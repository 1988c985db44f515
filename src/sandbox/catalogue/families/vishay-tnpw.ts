import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { fourCharacterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const values = codedValues(resistorValues.thinFilmE24AndE96, fourCharacterOhms);

/** Vishay Dale TNPW thin film, e.g. `TNPW060310K0BEEA`: `B` is ±0.1 %, `E` ±25 ppm/°C, `EA` the reel. */
export const vishayTnpw = partFamily(
  "Vishay TNPW e3",
  (["0603", "0805", "1206"] as const).map((size) => {
    const series: ChipResistorSeries = {
      manufacturer: "Vishay Dale",
      series: "TNPW",
      size,
      composition: "Thin Film",
      tolerance: 0.1,
      power: null,
      temperatureCoefficient: 25,
      operatingTemperature: null,
      features: null,
      datasheetUrl: "https://www.vishay.com/docs/28758/tnpw_e3.pdf",
    };
    return {
      head: `TNPW${size}`,
      tail: "BEEA",
      values,
      partOf: (mpn, value) => chipResistor(mpn, value, series),
    };
  }),
);
