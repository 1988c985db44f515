import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

// From 12 pF up: smaller values carry an absolute tolerance. The last letters tell the packing of each value.
const codes: readonly CeramicCodes[] = [
  ["C1005C0G1H", "J050BA", "0402", "C0G", 50, 5, 12, 470, "E12"],
  ["C1608C0G1H", "J080AA", "0603", "C0G", 50, 5, 12, 1000, "E12"],
  ["C1005X7R1H", "K050BA", "0402", "X7R", 50, 10, 1000, 4700, "E6"],
  ["C1005X7R1H", "K050BB", "0402", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["C1005X7R1C", "K050BC", "0402", "X7R", 16, 10, 1e5, 1e5, "E6"],
  ["C1608X7R1H", "K080AA", "0603", "X7R", 50, 10, 1000, 1e5, "E6"],
  ["C2012X7R1H", "K085AA", "0805", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["C2012X7R1E", "K125AB", "0805", "X7R", 25, 10, 1e6, 1e6, "E6"],
  ["C2012X5R1E", "K125AB", "0805", "X5R", 25, 10, 1e7, 1e7, "E6"],
  ["C3216X7R1H", "K160AB", "1206", "X7R", 50, 10, 1e6, 1e6, "E6"],
];

/** TDK C, e.g. `C1608X7R1H104K080AA`: metric size, dielectric, voltage, capacitance, tolerance, thickness, packing. */
export const tdkC = partFamily(
  "TDK C",
  codes.map((row) => ceramicRun(row, { manufacturer: "TDK", series: "C", datasheetUrl: null })),
);
