import { axialResistor, type AxialResistorSeries } from "../axial-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { letterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const shared = {
  manufacturer: "YAGEO",
  power: "0.25W, 1/4W",
  temperatureCoefficient: null,
  datasheetUrl: null,
} as const;

const metalFilm: AxialResistorSeries = { ...shared, series: "MFR", composition: "Metal Film", tolerance: 1 };
const carbonFilm: AxialResistorSeries = {
  ...shared,
  series: "CFR",
  composition: "Carbon Film",
  tolerance: 5,
};

/** YAGEO's quarter-watt axial resistors: `MFR-25FBF52-10K` (metal film, 1 %), `CFR-25JB-52-10K` (carbon film, 5 %). */
export const yageoAxial = partFamily("YAGEO MFR-25 and CFR-25", [
  {
    head: "MFR-25FBF52-",
    tail: "",
    values: codedValues(resistorValues.E24AndE96, letterOhms),
    partOf: (mpn, value) => axialResistor(mpn, value, metalFilm),
  },
  {
    head: "CFR-25JB-52-",
    tail: "",
    values: codedValues(resistorValues.E24, letterOhms),
    partOf: (mpn, value) => axialResistor(mpn, value, carbonFilm),
  },
]);
