import { categories } from "./categories.ts";
import { chipSizes, type ChipSize } from "./chip-sizes.ts";
import { manufacturers, type ManufacturerName } from "./manufacturers.ts";
import { codedValues, type CodeRun } from "./part-family.ts";
import { numberOf, preferredNumbers, preferredValues, type PreferredValue } from "./preferred-values.ts";
import { faradsText, shortText } from "./quantity-text.ts";
import { textParameters } from "./text-parameters.ts";
import type { TruePart } from "./true-part.ts";
import { threeDigits } from "./value-code.ts";

/**
 * Published codes in one row: what stands before and after the capacitance, what the code says, and the range in
 * picofarads (one value where both ends are the same) with its series.
 */
export type CeramicCodes = readonly [
  head: string,
  tail: string,
  size: ChipSize,
  dielectric: "X7R" | "X5R" | "C0G",
  ratedVolts: number,
  tolerancePercent: 5 | 10 | 20,
  fromPicofarads: number,
  toPicofarads: number,
  series: "E6" | "E12",
];

/** What the ceramic capacitors of one manufacturer's series share. */
export interface CeramicSeries {
  readonly manufacturer: ManufacturerName;
  readonly series: string;
  readonly datasheetUrl: string | null;
}

/** The ordering codes of one row of a manufacturer's table. */
export function ceramicRun(codes: CeramicCodes, series: CeramicSeries): CodeRun {
  const [head, tail, , , , , from, to, steps] = codes;
  return {
    head,
    tail,
    values: codedValues(preferredValues([preferredNumbers[steps]], { from, to }), threeDigits),
    partOf: (mpn, value) => ceramicCapacitor(mpn, value, codes, series),
  };
}

function ceramicCapacitor(
  mpn: string,
  value: PreferredValue,
  [, , size, dielectric, volts, tolerance]: CeramicCodes,
  { manufacturer, series, datasheetUrl }: CeramicSeries,
): TruePart {
  const capacitance = faradsText(numberOf(value));
  const { packageText } = chipSizes[size];
  return {
    mpn,
    manufacturer,
    manufacturerId: manufacturers[manufacturer].id,
    category: categories.ceramicCapacitor,
    description: `CAP CER ${shortText(capacitance)} ${volts}V ${dielectric} ${size}`,
    detailedDescription: `${capacitance} ±${tolerance}% ${volts}V Ceramic Capacitor ${dielectric} ${packageText}`,
    lifecycle: "active",
    series,
    packageName: size,
    datasheetUrl,
    parameters: [
      { id: 2049, name: "Capacitance", type: "UnitOfMeasure", text: capacitance },
      ...textParameters([
        [3, "Tolerance", `±${tolerance}%`],
        [14, "Voltage - Rated", `${volts}V`],
        [17, "Temperature Coefficient", dielectric === "C0G" ? "C0G, NP0" : dielectric],
        [252, "Operating Temperature", dielectric === "X5R" ? "-55°C ~ 85°C" : "-55°C ~ 125°C"],
        [69, "Mounting Type", "Surface Mount, MLCC"],
        [16, "Package / Case", packageText],
      ]),
    ],
  };
}
