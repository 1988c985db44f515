import { categories } from "./categories.ts";
import { manufacturers, type ManufacturerName } from "./manufacturers.ts";
import { numberOf, type PreferredValue } from "./preferred-values.ts";
import { ohmsText, shortText } from "./quantity-text.ts";
import { textParameters } from "./text-parameters.ts";
import type { TruePart } from "./true-part.ts";

/** What all axial resistors of one run of ordering codes have in common. */
export interface AxialResistorSeries {
  readonly manufacturer: ManufacturerName;
  readonly series: string;
  readonly composition: "Metal Film" | "Carbon Film";
  /** In percent. */
  readonly tolerance: number;
  /** As printed; null where it depends on the application. */
  readonly power: string | null;
  /** ± ppm/°C; null where it depends on the value. */
  readonly temperatureCoefficient: number | null;
  readonly datasheetUrl: string | null;
}

/** The true part behind one ordering code of the series; the value is in ohms. */
export function axialResistor(mpn: string, value: PreferredValue, series: AxialResistorSeries): TruePart {
  const resistance = ohmsText(numberOf(value));
  const coefficient = series.temperatureCoefficient;
  return {
    mpn,
    manufacturer: series.manufacturer,
    manufacturerId: manufacturers[series.manufacturer].id,
    category: categories.throughHoleResistor,
    description: `RES ${shortText(resistance)} ${series.tolerance}% AXIAL`,
    detailedDescription: `${resistance} ±${series.tolerance}% Through Hole Resistor Axial ${series.composition}`,
    lifecycle: "active",
    series: series.series,
    packageName: "Axial",
    datasheetUrl: series.datasheetUrl,
    parameters: [
      { id: 2085, name: "Resistance", type: "UnitOfMeasure", text: resistance },
      ...textParameters([
        [3, "Tolerance", `±${series.tolerance}%`],
        [2, "Power (Watts)", series.power],
        [174, "Composition", series.composition],
        [17, "Temperature Coefficient", coefficient === null ? null : `±${coefficient}ppm/°C`],
        [16, "Package / Case", "Axial"],
      ]),
      { id: 1127, name: "Number of Terminations", type: "Double", text: "2" },
    ],
  };
}
