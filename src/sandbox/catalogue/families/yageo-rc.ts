import { chipResistor, type ChipResistorSeries } from "../chip-resistor.ts";
import { codedValues, partFamily, type CodeRun } from "../part-family.ts";
import { letterOhms } from "../value-code.ts";
import { resistorValues } from "./resistor-values.ts";

const onePercent = codedValues(resistorValues.E24AndE96, letterOhms);
const fivePercent = codedValues(resistorValues.E24, letterOhms);

interface Size {
  readonly size: ChipResistorSeries["size"];
  readonly power: ChipResistorSeries["power"];
  /** `R` is paper tape, `K` embossed tape. */
  readonly tape: "R" | "K";
  /** Reel diameters in inches. */
  readonly reels: readonly string[];
}

const sizes: readonly Size[] = [
  { size: "0201", power: "0.05W, 1/20W", tape: "R", reels: ["07"] },
  { size: "0402", power: "0.063W, 1/16W", tape: "R", reels: ["07", "13"] },
  { size: "0603", power: "0.1W, 1/10W", tape: "R", reels: ["07", "13"] },
  { size: "0805", power: "0.125W, 1/8W", tape: "R", reels: ["07", "13"] },
  { size: "1206", power: "0.25W, 1/4W", tape: "R", reels: ["07", "13"] },
  { size: "1210", power: "0.5W, 1/2W", tape: "R", reels: ["07"] },
  { size: "2010", power: "0.75W, 3/4W", tape: "K", reels: ["07"] },
  { size: "2512", power: "1W", tape: "K", reels: ["07"] },
];

/** YAGEO RC_L, e.g. `RC0805FR-07100KL`: size, tolerance, tape, `-`, reel, value, `L` for lead-free. */
export const yageoRc = partFamily(
  "YAGEO RC_L",
  sizes.flatMap(({ size, power, tape, reels }) =>
    reels.flatMap((reel) => [
      run(`RC${size}F${tape}-${reel}`, { size, power, tolerance: 1 }),
      run(`RC${size}J${tape}-${reel}`, { size, power, tolerance: 5 }),
    ]),
  ),
);

function run(head: string, shared: Pick<ChipResistorSeries, "size" | "power" | "tolerance">): CodeRun {
  const series: ChipResistorSeries = {
    ...shared,
    manufacturer: "YAGEO",
    series: "RC_L",
    composition: "Thick Film",
    temperatureCoefficient: shared.tolerance === 1 && shared.size !== "0201" ? 100 : null,
    operatingTemperature: shared.size === "0201" ? null : "-55°C ~ 155°C",
    features: "Moisture Resistant",
    datasheetUrl:
      "https://www.yageo.com/upload/media/product/productsearch/datasheet/rchip/PYu-RC_Group_51_RoHS_L_12.pdf",
  };
  return {
    head,
    tail: "L",
    values: shared.tolerance === 1 ? onePercent : fivePercent,
    partOf: (mpn, value) => chipResistor(mpn, value, series),
  };
}
