import { axialResistor, type AxialResistorSeries } from "../axial-resistor.ts";
import { codedValues, partFamily } from "../part-family.ts";
import { sixCharacterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const values = codedValues(resistorValues.E24AndE192, sixCharacterOhms);

const models = ["CMF55", "CMF60"] as const;

/** Tolerance in percent and temperature coefficient in ± ppm/°C by their letters. */
const grades = [
  { code: "FK", tolerance: 1, temperatureCoefficient: 100 },
  { code: "FH", tolerance: 1, temperatureCoefficient: 50 },
  { code: "FE", tolerance: 1, temperatureCoefficient: 25 },
  { code: "DH", tolerance: 0.5, temperatureCoefficient: 50 },
  { code: "DE", tolerance: 0.5, temperatureCoefficient: 25 },
  { code: "CH", tolerance: 0.25, temperatureCoefficient: 50 },
  { code: "CE", tolerance: 0.25, temperatureCoefficient: 25 },
  { code: "BH", tolerance: 0.1, temperatureCoefficient: 50 },
  { code: "BE", tolerance: 0.1, temperatureCoefficient: 25 },
] as const;

/** Two lead-free reels and lead-free bulk. */
const packagings = ["EA", "EB", "EK"] as const;

/** Vishay Dale CMF, e.g. `CMF5510K000FHEB`: model, value, tolerance, temperature coefficient, packaging. */
export const vishayCmf = partFamily(
  "Vishay CMF",
  models.flatMap((model) =>
    grades.flatMap(({ code, tolerance, temperatureCoefficient }) =>
      packagings.map((packaging) => {
        const series: AxialResistorSeries = {
          manufacturer: "Vishay Dale",
          series: "CMF",
          composition: "Metal Film",
          tolerance,
          power: null,
          temperatureCoefficient,
          datasheetUrl: "https://www.vishay.com/docs/31018/cmfind.pdf",
        };
        return {
          head: model,
          tail: `${code}${packaging}`,
          values,
          partOf: (mpn, value) => axialResistor(mpn, value, series),
        };
      }),
    ),
  ),
);
