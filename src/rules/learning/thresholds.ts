import { isJsonObject } from "../../decide/json-object.ts";
import { rulesetFromStored } from "../../decide/ruleset-from-stored.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Facts } from "../../domain/decision.ts";
import { UserError } from "../../domain/fault.ts";

/** A named threshold of a rules file, and the facts that are compared with it. */
export interface Threshold {
  readonly name: string;
  readonly value: number;
  readonly facts: readonly (keyof Facts)[];
}

/** The named thresholds of a ruleset's file, in its order. */
export function thresholdsOf({ source }: Ruleset): readonly Threshold[] {
  const { routing } = source;
  if (!isJsonObject(routing) || !isJsonObject(routing["params"])) return [];
  const compared = comparedFacts(routing);
  return Object.entries(routing["params"]).flatMap(([name, value]) =>
    typeof value === "number" ? [{ name, value, facts: [...(compared.get(name) ?? [])] }] : [],
  );
}

/** The same ruleset with one threshold moved; null when the format does not allow the value there. */
export function withThreshold(ruleset: Ruleset, name: string, value: number): Ruleset | null {
  const { routing } = ruleset.source;
  if (!isJsonObject(routing) || !isJsonObject(routing["params"])) return null;
  const moved = { ...routing, params: { ...routing["params"], [name]: value } };
  try {
    return rulesetFromStored({ ...ruleset.source, routing: moved, shadow: null });
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Which facts each threshold is compared with, wherever in the file. */
function comparedFacts(document: unknown): Map<string, Set<keyof Facts>> {
  const compared = new Map<string, Set<keyof Facts>>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isJsonObject(node)) return;
    const { fact, value } = node;
    if (isScored(fact) && isJsonObject(value) && typeof value["param"] === "string") {
      compared.set(value["param"], (compared.get(value["param"]) ?? new Set()).add(fact));
    }
    Object.values(node).forEach(walk);
  };
  walk(document);
  return compared;
}

const scored = [
  "priorityScore",
  "completeness",
  "manufacturerReliability",
  "combinedScore",
  "recentFailures",
] as const satisfies readonly (keyof Facts)[];

function isScored(fact: unknown): fact is (typeof scored)[number] {
  return scored.some((name) => name === fact);
}
