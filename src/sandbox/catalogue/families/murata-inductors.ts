import { inductorRun } from "../inductor.ts";
import { partFamily } from "../part-family.ts";
import { preferredNumbers, preferredValues } from "../preferred-values.ts";
import { nanohenries, threeDigitsWithPoint } from "../value-code.ts";

/** Murata LQW15AN (wire-wound, nH, e.g. `LQW15AN47NJ00D`) and LQM2HPN (multilayer, µH, e.g. `LQM2HPN2R2MG0L`). */
export const murataInductors = partFamily("Murata LQW15AN and LQM2HPN", [
  inductorRun(
    {
      head: "LQW15AN",
      tail: "J00D",
      values: preferredValues([preferredNumbers.E12], { from: 12, to: 47 }),
      codeOf: nanohenries,
      unitNanohenries: 1,
    },
    {
      manufacturer: "Murata",
      series: "LQW15AN_00",
      tolerance: 5,
      shielding: "Unshielded",
      packageText: "0402 (1005 Metric)",
      datasheetUrl: null,
    },
  ),
  inductorRun(
    {
      head: "LQM2HPN",
      tail: "MG0L",
      values: [100, 220, 330, 470].map((digits) => ({ digits, exponent: -2 })),
      codeOf: threeDigitsWithPoint,
      unitNanohenries: 1000,
    },
    {
      manufacturer: "Murata",
      series: "LQM2HPN_G0",
      tolerance: 20,
      shielding: "Shielded",
      packageText: "1008 (2520 Metric)",
      datasheetUrl: null,
    },
  ),
]);
