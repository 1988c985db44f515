import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

const codes: readonly CeramicCodes[] = [
  ["CL05C", "JB5NNNC", "0402", "C0G", 50, 5, 10, 470, "E12"],
  ["CL10C", "JB8NNNC", "0603", "C0G", 50, 5, 10, 1000, "E12"],
  ["CL05B", "KB5NNNC", "0402", "X7R", 50, 10, 220, 1e4, "E6"],
  ["CL05B", "KO5NNNC", "0402", "X7R", 16, 10, 1e5, 1e5, "E6"],
  ["CL10B", "KB8NNNC", "0603", "X7R", 50, 10, 220, 1e5, "E6"],
  ["CL21B", "KBANNNC", "0805", "X7R", 50, 10, 1000, 1e4, "E6"],
  ["CL21B", "KBCNNNC", "0805", "X7R", 50, 10, 1e5, 1e5, "E6"],
  ["CL21B", "KBFNNNE", "0805", "X7R", 50, 10, 1e6, 1e6, "E6"],
  ["CL05A", "KA5NNNC", "0402", "X5R", 25, 10, 1e5, 1e5, "E6"],
  ["CL05A", "KA5NQNC", "0402", "X5R", 25, 10, 1e6, 1e6, "E6"],
  ["CL10A", "KB8NNNC", "0603", "X5R", 50, 10, 1e6, 1e6, "E6"],
  ["CL10A", "KO8NNNC", "0603", "X5R", 16, 10, 2.2e6, 2.2e6, "E6"],
  ["CL10A", "KO8NNNC", "0603", "X5R", 16, 10, 4.7e6, 4.7e6, "E6"],
  ["CL10A", "KP8NNNC", "0603", "X5R", 10, 10, 1e7, 1e7, "E6"],
  ["CL10A", "MQ8NNNC", "0603", "X5R", 6.3, 20, 1e7, 1e7, "E6"],
  ["CL21A", "KAYNNNE", "0805", "X5R", 25, 10, 1e7, 1e7, "E6"],
  ["CL21A", "MQQNNNE", "0805", "X5R", 6.3, 20, 2.2e7, 2.2e7, "E6"],
  ["CL31A", "KBHNNNE", "1206", "X5R", 50, 10, 1e7, 1e7, "E6"],
  ["CL31A", "KAHNNNE", "1206", "X5R", 25, 10, 2.2e7, 2.2e7, "E6"],
];

/** Samsung CL, e.g. `CL10B104KB8NNNC`: size, dielectric, capacitance, tolerance, voltage, thickness, packing. */
export const samsungCl = partFamily(
  "Samsung CL",
  codes.map((row) =>
    ceramicRun(row, { manufacturer: "Samsung Electro-Mechanics", series: "CL", datasheetUrl: null }),
  ),
);
