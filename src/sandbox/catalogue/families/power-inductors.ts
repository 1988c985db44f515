import { inductorRun, type InductorSeries } from "../inductor.ts";
import { partFamily } from "../part-family.ts";
import { preferredNumbers, preferredValues } from "../preferred-values.ts";
import { threeDigits } from "../value-code.ts";

interface Series extends InductorSeries {
  readonly head: string;
  readonly tail: string;
  /** In µH; from 10 up. */
  readonly to: number;
}

const series: readonly Series[] = [
  {
    head: "SRR1260-",
    tail: "M",
    to: 100,
    manufacturer: "Bourns",
    series: "SRR1260",
    tolerance: 20,
    shielding: "Shielded",
    packageText: "Nonstandard",
    datasheetUrl: "https://www.bourns.com/docs/Product-Datasheets/SRR1260.pdf",
  },
  {
    head: "SRN6045-",
    tail: "M",
    to: 100,
    manufacturer: "Bourns",
    series: "SRN6045",
    tolerance: 20,
    shielding: null,
    packageText: "Nonstandard",
    datasheetUrl: "https://www.bourns.com/docs/Product-Datasheets/SRN6045.pdf",
  },
  {
    head: "VLS6045EX-",
    tail: "M",
    to: 100,
    manufacturer: "TDK",
    series: "VLS-EX",
    tolerance: 20,
    shielding: "Shielded",
    packageText: "Nonstandard",
    datasheetUrl: null,
  },
  {
    head: "7447709",
    tail: "",
    to: 150,
    manufacturer: "Würth Elektronik",
    series: "WE-PD",
    tolerance: 20,
    shielding: "Shielded",
    packageText: "Nonstandard",
    datasheetUrl: null,
  },
];

/** Wire-wound power inductors, e.g. `SRR1260-100M`, `VLS6045EX-470M`, `7447709101`: the value in µH. */
export const powerInductors = partFamily(
  "Power inductors",
  series.map(({ head, tail, to, ...shared }) =>
    inductorRun(
      {
        head,
        tail,
        values: preferredValues([preferredNumbers.E6], { from: 10, to }),
        codeOf: threeDigits,
        unitNanohenries: 1000,
      },
      shared,
    ),
  ),
);
