import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

const codes: readonly CeramicCodes[] = [
  ["04025A", "JAT2A", "0402", "C0G", 50, 5, 10, 470, "E12"],
  ["06035A", "JAT2A", "0603", "C0G", 50, 5, 10, 1000, "E12"],
  ["08055A", "JAT2A", "0805", "C0G", 50, 5, 10, 1000, "E12"],
  ["04025C", "KAT2A", "0402", "X7R", 50, 10, 220, 1e4, "E6"],
  ["06035C", "KAT2A", "0603", "X7R", 50, 10, 220, 1e5, "E6"],
  ["08055C", "KAT2A", "0805", "X7R", 50, 10, 1000, 1e5, "E6"],
  ["12065C", "KAT2A", "1206", "X7R", 50, 10, 1e4, 1e5, "E6"],
];

/** KYOCERA AVX, e.g. `06035C104KAT2A`: size, voltage, dielectric (`C`, `A`), capacitance, tolerance, finish, packing. */
export const kyoceraAvx = partFamily(
  "KYOCERA AVX",
  codes.map((row) =>
    ceramicRun(row, {
      manufacturer: "KYOCERA AVX",
      series: row[3] === "C0G" ? "NP0" : "X7R",
      datasheetUrl: null,
    }),
  ),
);
