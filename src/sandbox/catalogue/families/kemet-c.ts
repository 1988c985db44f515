import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

const codes: readonly CeramicCodes[] = [
  ["C0402C", "J5GACTU", "0402", "C0G", 50, 5, 10, 470, "E12"],
  ["C0603C", "J5GACTU", "0603", "C0G", 50, 5, 10, 1000, "E12"],
  ["C0805C", "J5GACTU", "0805", "C0G", 50, 5, 10, 1000, "E12"],
  ["C0402C", "K5RACTU", "0402", "X7R", 50, 10, 220, 1e4, "E6"],
  ["C0402C", "K4RACTU", "0402", "X7R", 16, 10, 1e4, 1e5, "E6"],
  ["C0603C", "K5RACTU", "0603", "X7R", 50, 10, 220, 1e5, "E6"],
  ["C0603C", "K3RACTU", "0603", "X7R", 25, 10, 1e4, 1e5, "E6"],
  ["C0603C", "K4RACTU", "0603", "X7R", 16, 10, 1e4, 1e5, "E6"],
  ["C0805C", "K5RACTU", "0805", "X7R", 50, 10, 1000, 1e5, "E6"],
  ["C1206C", "K5RACTU", "1206", "X7R", 50, 10, 1e4, 1e5, "E6"],
];

/** KEMET C, e.g. `C0603C104K5RACTU`: size, capacitance, tolerance, voltage, dielectric (`R`, `G`), finish, packing. */
export const kemetC = partFamily(
  "KEMET C",
  codes.map((row) => {
    const sheet = row[3] === "C0G" ? "KEM_C1003_C0G_SMD" : "KEM_C1002_X7R_SMD";
    return ceramicRun(row, {
      manufacturer: "KEMET",
      series: "C",
      datasheetUrl: `https://content.kemet.com/datasheets/${sheet}.pdf`,
    });
  }),
);
