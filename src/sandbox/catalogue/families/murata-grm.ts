import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

// The last five characters hold Murata's individual specification: no rule gives them, so only known ones are here.
const codes: readonly CeramicCodes[] = [
  ["GRM1555C1H", "JA01D", "0402", "C0G", 50, 5, 10, 470, "E12"],
  ["GRM1885C1H", "JA01D", "0603", "C0G", 50, 5, 10, 1000, "E12"],
  ["GRM155R71H", "KA01D", "0402", "X7R", 50, 10, 220, 4700, "E6"],
  ["GRM155R71H", "KA88D", "0402", "X7R", 50, 10, 1e4, 1e4, "E6"],
  ["GRM155R71H", "KE14D", "0402", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["GRM155R71C", "KA88D", "0402", "X7R", 16, 10, 1e5, 1e5, "E6"],
  ["GRM155R61A", "KA01D", "0402", "X5R", 10, 10, 1e5, 1e5, "E6"],
  ["GRM155R60J", "KE19D", "0402", "X5R", 6.3, 10, 1e6, 1e6, "E6"],
  ["GRM155R61A", "KE15D", "0402", "X5R", 10, 10, 1e6, 1e6, "E6"],
  ["GRM188R71H", "KA01D", "0603", "X7R", 50, 10, 220, 22_000, "E6"],
  ["GRM188R71H", "KA93D", "0603", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["GRM188R71E", "KA01D", "0603", "X7R", 25, 10, 1e5, 1e5, "E6"],
  ["GRM188R71C", "KA01D", "0603", "X7R", 16, 10, 1e5, 1e5, "E6"],
  ["GRM188R71C", "KA12D", "0603", "X7R", 16, 10, 1e6, 1e6, "E6"],
  ["GRM188R61C", "KA93D", "0603", "X5R", 16, 10, 1e6, 1e6, "E6"],
  ["GRM188R61E", "KA12D", "0603", "X5R", 25, 10, 1e6, 1e6, "E6"],
  ["GRM188R61E", "MA73D", "0603", "X5R", 25, 20, 1e7, 1e7, "E6"],
  ["GRM188R60J", "ME47D", "0603", "X5R", 6.3, 20, 1e7, 1e7, "E6"],
  ["GRM21BR71H", "KA01L", "0805", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["GRM21BR71H", "KA12L", "0805", "X7R", 50, 10, 1e6, 1e6, "E6"],
  ["GRM21BR71E", "KA99L", "0805", "X7R", 25, 10, 1e6, 1e6, "E6"],
  ["GRM21BR61E", "KA73L", "0805", "X5R", 25, 10, 1e7, 1e7, "E6"],
  ["GRM21BR61C", "KE15L", "0805", "X5R", 16, 10, 1e7, 1e7, "E6"],
  ["GRM21BR60J", "ME39L", "0805", "X5R", 6.3, 20, 2.2e7, 2.2e7, "E6"],
  ["GRM31CR71H", "KA12L", "1206", "X7R", 50, 10, 4.7e6, 4.7e6, "E6"],
  ["GRM32ER71H", "KA12L", "1210", "X7R", 50, 10, 1e7, 1e7, "E6"],
];

/** Murata GRM, e.g. `GRM188R71H104KA93D`: size, dielectric, voltage, capacitance, tolerance, specification. */
export const murataGrm = partFamily(
  "Murata GRM",
  codes.map((row) => ceramicRun(row, { manufacturer: "Murata", series: "GRM", datasheetUrl: null })),
);
