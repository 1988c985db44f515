import { ceramicRun, type CeramicCodes } from "../ceramic-capacitor.ts";
import { partFamily } from "../part-family.ts";

const codes: readonly CeramicCodes[] = [
  ["CC0402JRNPO9BN", "", "0402", "C0G", 50, 5, 10, 470, "E12"],
  ["CC0603JRNPO9BN", "", "0603", "C0G", 50, 5, 10, 1000, "E12"],
  ["CC0805JRNPO9BN", "", "0805", "C0G", 50, 5, 10, 1000, "E12"],
  ["CC0402KRX7R9BB", "", "0402", "X7R", 50, 10, 220, 1e4, "E6"],
  ["CC0603KRX7R9BB", "", "0603", "X7R", 50, 10, 220, 1e5, "E6"],
  ["CC0805KRX7R9BB", "", "0805", "X7R", 50, 10, 220, 1e5, "E6"],
  ["CC1206KRX7R9BB", "", "1206", "X7R", 50, 10, 1000, 1e5, "E6"],
];

/** YAGEO CC, e.g. `CC0603KRX7R9BB104`: size, tolerance, reel, dielectric, voltage (`9` is 50 V), finish, capacitance. */
export const yageoCc = partFamily(
  "YAGEO CC",
  codes.map((row) => ceramicRun(row, { manufacturer: "YAGEO", series: "CC", datasheetUrl: null })),
);
