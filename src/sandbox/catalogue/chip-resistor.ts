import { categories } from "./categories.ts";
import { chipSizes, type ChipSize } from "./chip-sizes.ts";
import { manufacturers, type ManufacturerName } from "./manufacturers.ts";
import { numberOf, type PreferredValue } from "./preferred-values.ts";
import { ohmsText, shortText } from "./quantity-text.ts";
import { textParameters } from "./text-parameters.ts";
import type { TrueParameter, TruePart } from "./true-part.ts";

/** What all chip resistors of one run of ordering codes have in common. */
export interface ChipResistorSeries {
  readonly manufacturer: ManufacturerName;
  readonly series: string;
  readonly size: ChipSize;
  readonly composition: "Thick Film" | "Thin Film";
  /** In percent. */
  readonly tolerance: number;
  /** As printed, e.g. `0.125W, 1/8W`; null where the data sheets' editions disagree. */
  readonly power: keyof typeof shortPower | null;
  /** ± ppm/°C; null where it depends on the value. */
  readonly temperatureCoefficient: number | null;
  readonly operatingTemperature: string | null;
  readonly features: string | null;
  readonly datasheetUrl: string | null;
}

const shortPower = {
  "0.05W, 1/20W": "1/20W",
  "0.063W, 1/16W": "1/16W",
  "0.1W, 1/10W": "1/10W",
  "0.125W, 1/8W": "1/8W",
  "0.25W, 1/4W": "1/4W",
  "0.5W, 1/2W": "1/2W",
  "0.75W, 3/4W": "3/4W",
  "1W": "1W",
} as const;

/** The true part behind one ordering code of the series; the value is in ohms. */
export function chipResistor(mpn: string, value: PreferredValue, series: ChipResistorSeries): TruePart {
  const resistance = ohmsText(numberOf(value));
  const { packageText } = chipSizes[series.size];
  const power = series.power === null ? [] : [shortPower[series.power]];
  const features = series.features === null ? [] : [series.features];
  return {
    mpn,
    manufacturer: series.manufacturer,
    manufacturerId: manufacturers[series.manufacturer].id,
    category: categories.chipResistor,
    description: ["RES", shortText(resistance), `${series.tolerance}%`, ...power, series.size].join(" "),
    detailedDescription: [
      resistance,
      `±${series.tolerance}%`,
      ...(series.power === null ? [] : [series.power]),
      "Chip Resistor",
      packageText,
      ...features,
      series.composition,
    ].join(" "),
    lifecycle: "active",
    series: series.series,
    packageName: series.size,
    datasheetUrl: series.datasheetUrl,
    parameters: parameters(resistance, series),
  };
}

function parameters(resistance: string, series: ChipResistorSeries): readonly TrueParameter[] {
  const { packageText, dimensions } = chipSizes[series.size];
  const coefficient = series.temperatureCoefficient;
  return [
    { id: 2085, name: "Resistance", type: "UnitOfMeasure", text: resistance },
    ...textParameters([
      [3, "Tolerance", `±${series.tolerance}%`],
      [2, "Power (Watts)", series.power],
      [174, "Composition", series.composition],
      [5, "Features", series.features],
      [17, "Temperature Coefficient", coefficient === null ? null : `±${coefficient}ppm/°C`],
      [252, "Operating Temperature", series.operatingTemperature],
      [16, "Package / Case", packageText],
      [1291, "Supplier Device Package", series.size],
      [46, "Size / Dimension", dimensions],
    ]),
    { id: 1127, name: "Number of Terminations", type: "Double", text: "2" },
  ];
}
