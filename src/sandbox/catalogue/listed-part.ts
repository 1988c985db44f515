import { categories, type CategoryName } from "./categories.ts";
import { manufacturers, type ManufacturerName } from "./manufacturers.ts";
import { parameterIds } from "./parameters.ts";
import type { TrueParameter, TruePart } from "./true-part.ts";

/** The parameters by which facts are listed: id, name and type as a distributor has them. */
const factParameters = {
  circuits: [2094, "Number of Circuits", "Double"],
  supply: [276, "Voltage - Supply", "String"],
  polarity: [74, "Transistor Type", "String"],
  collectorCurrent: [2101, "Current - Collector (Ic) (Max)", "UnitOfMeasure"],
  collectorVoltage: [2103, "Voltage - Collector Emitter Breakdown (Max)", "UnitOfMeasure"],
  channel: [parameterIds.channelType, "FET Type", "String"],
  drainVoltage: [parameterIds.drainSourceVoltage, "Drain to Source Voltage (Vdss)", "UnitOfMeasure"],
  reverseVoltage: [parameterIds.reverseVoltage, "Voltage - DC Reverse (Vr) (Max)", "UnitOfMeasure"],
  zenerVoltage: [parameterIds.zenerVoltage, "Voltage - Zener (Nom) (Vz)", "UnitOfMeasure"],
  output: [parameterIds.outputVoltage, "Voltage - Output (Min/Fixed)", "String"],
  topology: [parameterIds.regulatorTopology, "Topology", "String"],
  logic: [parameterIds.logicFunction, "Logic Type", "String"],
  memory: [parameterIds.memorySize, "Memory Size", "String"],
  interface: [parameterIds.interface, "Interface", "String"],
  resolution: [parameterIds.resolution, "Resolution (Bits)", "String"],
  positions: [parameterIds.positions, "Number of Positions", "String"],
  pitch: [parameterIds.pitch, "Pitch", "String"],
  capacitance: [2049, "Capacitance", "UnitOfMeasure"],
  tolerance: [3, "Tolerance", "String"],
  ratedVoltage: [2079, "Voltage - Rated", "UnitOfMeasure"],
  polarization: [52, "Polarization", "String"],
} as const satisfies Record<string, readonly [id: number, name: string, type: TrueParameter["type"]]>;

/** Basic facts; only what the data sheet's first page says. */
type Facts = { readonly [Name in keyof typeof factParameters]?: string };

/** One part: its number, package and mounting, facts of its own and its lifecycle unless it is active. */
export type ListedPart = readonly [
  mpn: string,
  packageName: string | null,
  mounting: "SMD" | "THT" | null,
  facts?: Facts,
  lifecycle?: TruePart["lifecycle"],
];

/** Parts of one maker that share what they do. */
export interface ListedGroup {
  readonly maker: ManufacturerName;
  readonly category: CategoryName;
  /** What it is, as a catalogue prints it: `IC OPAMP GP 2 CIRCUIT`. */
  readonly what: string;
  readonly series?: string;
  readonly datasheetUrl?: string;
  readonly facts?: Facts;
  readonly parts: readonly ListedPart[];
}

/** The true parts of a group, in its order. */
export function listedParts(group: ListedGroup): readonly TruePart[] {
  return group.parts.map(([mpn, packageName, mounting, facts = {}, lifecycle = "active"]) => ({
    mpn,
    manufacturer: group.maker,
    manufacturerId: manufacturers[group.maker].id,
    category: categories[group.category],
    description: packageName === null ? group.what : `${group.what} ${packageName.toUpperCase()}`,
    detailedDescription: `${group.what} by ${group.maker}${packageName === null ? "" : ` in ${packageName}`}`,
    lifecycle,
    series: group.series ?? null,
    packageName,
    datasheetUrl: group.datasheetUrl ?? null,
    parameters: [
      ...factTexts({ ...group.facts, ...facts }),
      ...(mounting === null ? [] : [mountingType(mounting)]),
      ...(packageName === null ? [] : [packageParameter(packageName)]),
    ],
  }));
}

function factTexts(facts: Facts): readonly TrueParameter[] {
  return Object.entries(factParameters).flatMap(([key, [id, name, type]]) => {
    const text = new Map<string, string>(Object.entries(facts)).get(key);
    return text === undefined ? [] : [{ id, name, type, text }];
  });
}

function mountingType(mounting: "SMD" | "THT"): TrueParameter {
  const text = mounting === "SMD" ? "Surface Mount" : "Through Hole";
  return { id: 69, name: "Mounting Type", type: "String", text };
}

function packageParameter(text: string): TrueParameter {
  return { id: 1291, name: "Supplier Device Package", type: "String", text };
}
