import { mpnKey } from "../../domain/part-key.ts";
import { listedAmplifiers } from "./listed/amplifiers.ts";
import { listedConnectors } from "./listed/connectors.ts";
import { listedDataAndSensors } from "./listed/data-and-sensors.ts";
import { listedDiodes } from "./listed/diodes.ts";
import { listedInterfaces } from "./listed/interfaces.ts";
import { listedLogic } from "./listed/logic.ts";
import { listedMicrocontrollers } from "./listed/microcontrollers.ts";
import { listedPowerManagement } from "./listed/power-management.ts";
import { listedTimersAndComparators } from "./listed/timers-and-comparators.ts";
import { listedTransistors } from "./listed/transistors.ts";
import type { TruePart } from "./true-part.ts";

const shelves = [
  listedAmplifiers,
  listedTransistors,
  listedMicrocontrollers,
  listedConnectors,
  listedPowerManagement,
  listedDiodes,
  listedInterfaces,
  listedLogic,
  listedDataAndSensors,
  listedTimersAndComparators,
];

/**
 * Well-known parts that no ordering code covers, one kind after the other in turn. Their lifecycles are a snapshot;
 * what the data sheet's first page does not say is left out.
 */
export const listedCatalogue: readonly TruePart[] = takeInTurns(shelves);

/** The listed parts by the comparable form of their number; several where several makers use it. */
export const listedByMpnKey: ReadonlyMap<string, readonly TruePart[]> = groupByMpnKey(listedCatalogue);

/** The numbers that several makers put on a part of their own. */
export const sharedMpns: readonly (readonly TruePart[])[] = [...listedByMpnKey.values()].filter(
  (parts) => parts.length > 1,
);

function groupByMpnKey(parts: readonly TruePart[]): ReadonlyMap<string, readonly TruePart[]> {
  const groups = new Map<string, TruePart[]>();
  for (const part of parts) {
    const key = mpnKey(part.mpn);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return groups;
}

function takeInTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}
