import type { Catalogue } from "../../../src/sandbox/digikey-server/catalogue.ts";
import type { TruePart } from "../../../src/sandbox/catalogue/true-part.ts";

const resistors = [
  { id: 2, name: "Resistors" },
  { id: 52, name: "Chip Resistor - Surface Mount" },
];

/** A part with believable values, except where told otherwise. */
export function truePart(values: Partial<TruePart> & Pick<TruePart, "mpn">): TruePart {
  return {
    manufacturer: "Acme Passives",
    manufacturerId: 7001,
    category: resistors,
    description: "RES 4.7K OHM 1% 1/10W 0603",
    detailedDescription: "4.7 kOhms 1% chip resistor in an 0603 package",
    lifecycle: "active",
    series: "AR",
    packageName: "0603 (1608 Metric)",
    datasheetUrl: "https://acme.example/ar.pdf",
    parameters: [
      { id: 2085, name: "Resistance", type: "UnitOfMeasure", text: "4.7 kOhms" },
      { id: 69, name: "Mounting Type", type: "String", text: "Surface Mount" },
      { id: 1531, name: "Failure Rate", type: "String", text: "-" },
    ],
    ...values,
  };
}

/** One plain part, one with every awkward character, two makers of one number, two listings of one maker. */
export const ownParts: readonly TruePart[] = [
  truePart({ mpn: "AR0603-4K7" }),
  truePart({ mpn: "LT#PBF/A +1", manufacturer: "Beta Analog", manufacturerId: 7002, category: [] }),
  truePart({ mpn: "TWIN-1", manufacturer: "Beta Analog", manufacturerId: 7002 }),
  truePart({ mpn: "TWIN-1", manufacturer: "Gamma Semi", manufacturerId: 7003 }),
  truePart({ mpn: "HEIR-1", manufacturer: "Gamma Semi", manufacturerId: 7003 }),
  truePart({ mpn: "HEIR-1", manufacturer: "Old Gamma", manufacturerId: 7003, lifecycle: "obsolete" }),
  truePart({ mpn: "NODOC-1", datasheetUrl: null, series: null, packageName: null, parameters: [] }),
  ...Array.from({ length: 60 }, (_, index) => truePart({ mpn: `BULK-${String(index).padStart(2, "0")}` })),
];

/** A catalogue over the given parts: exact numbers without regard to case, words as parts of the number. */
export function ownCatalogue(parts: readonly TruePart[] = ownParts): Catalogue {
  const upper = (text: string) => text.toUpperCase();
  return {
    findTrueParts: (mpn) => parts.filter((part) => upper(part.mpn) === upper(mpn)),
    searchTrueParts: (keyword, { limit }) =>
      parts.filter((part) => upper(part.mpn).includes(upper(keyword))).slice(0, limit),
    manufacturers: [{ id: 7001, name: "Acme Passives" }],
  };
}
