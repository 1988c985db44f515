import { categories } from "./categories.ts";
import { manufacturers, type ManufacturerName } from "./manufacturers.ts";
import { parameterIds } from "./parameters.ts";
import { codedValues, type CodeRun } from "./part-family.ts";
import { numberOf, type PreferredValue } from "./preferred-values.ts";
import { henriesText, shortText } from "./quantity-text.ts";
import { textParameters } from "./text-parameters.ts";
import type { TruePart } from "./true-part.ts";
import type { ValueCode } from "./value-code.ts";

/** What all inductors of one run of ordering codes have in common. */
export interface InductorSeries {
  readonly manufacturer: ManufacturerName;
  readonly series: string;
  /** In percent. */
  readonly tolerance: number;
  readonly shielding: "Shielded" | "Unshielded" | null;
  readonly packageText: string;
  readonly datasheetUrl: string | null;
}

/** Ordering codes of inductors whose values are counted in `unitNanohenries` (1 or 1,000). */
export function inductorRun(
  codes: {
    readonly head: string;
    readonly tail: string;
    readonly values: readonly PreferredValue[];
    readonly codeOf: ValueCode;
    readonly unitNanohenries: number;
  },
  series: InductorSeries,
): CodeRun {
  return {
    head: codes.head,
    tail: codes.tail,
    values: codedValues(codes.values, codes.codeOf),
    partOf: (mpn, value) => inductor(mpn, numberOf(value) * codes.unitNanohenries, series),
  };
}

function inductor(mpn: string, nanohenries: number, series: InductorSeries): TruePart {
  const inductance = henriesText(nanohenries);
  return {
    mpn,
    manufacturer: series.manufacturer,
    manufacturerId: manufacturers[series.manufacturer].id,
    category: categories.inductor,
    description: `FIXED IND ${shortText(inductance)} ${series.tolerance}% SMD`,
    detailedDescription: `${inductance} ±${series.tolerance}% Inductor ${series.packageText}`,
    lifecycle: "active",
    series: series.series,
    packageName: series.packageText,
    datasheetUrl: series.datasheetUrl,
    parameters: [
      { id: parameterIds.inductance, name: "Inductance", type: "UnitOfMeasure", text: inductance },
      ...textParameters([
        [3, "Tolerance", `±${series.tolerance}%`],
        [parameterIds.shielding, "Shielding", series.shielding],
        [69, "Mounting Type", "Surface Mount"],
        [16, "Package / Case", series.packageText],
      ]),
    ],
  };
}
