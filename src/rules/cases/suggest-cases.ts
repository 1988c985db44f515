import type { Decider } from "../../decide/decider.ts";
import type { FactCell } from "../../decide/cells/threshold-grid.ts";
import { type FactName, type FactValue, isFactName } from "../../decide/cells/fact-name.ts";
import { withFact } from "../../decide/cells/box.ts";
import { factCatalogue } from "../../decide/fact-catalogue.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Decision, Facts } from "../../domain/decision.ts";
import { withCombinedScore } from "../facts-record.ts";
import type { Region, RegionMap } from "../regions.ts";
import type { Expectation } from "./cases-schema.ts";
import { type CoverageUnit, isCovered } from "./coverage.ts";

/** A case to add, with the decision as it is today. */
export interface SuggestedCase {
  readonly name: string;
  readonly given: Readonly<Record<string, FactValue>>;
  readonly expect: Expectation;
}

/** What suggestions are made for. */
export interface SuggestionRequest {
  readonly ruleset: Ruleset;
  readonly decider: Decider;
  readonly map: RegionMap;
  readonly base: Facts;
  readonly missing: readonly CoverageUnit[];
  readonly takenNames: readonly string[];
}

/** One case for every missing place that no other suggestion covers, as near to the base as it can be. */
export async function suggestCases(request: SuggestionRequest): Promise<readonly SuggestedCase[]> {
  const { decider, map, base, missing } = request;
  const names = new Set(request.takenNames);
  const suggested: SuggestedCase[] = [];
  const decisions: Decision[] = [];
  // Places of one region first: what covers them often covers a rule or a threshold as well.
  for (const unit of missing.toSorted((one, other) => one.regions.length - other.regions.length)) {
    if (decisions.some((decision) => isCovered(unit, map, decision))) continue;
    const facts = nearestFacts(unit, request);
    const decision = await decider.decide(facts);
    const given = givenFacts(facts, base, request.ruleset);
    const name = freeName(`${decision.ruleId}: ${describeGiven(given)}`, names);
    names.add(name);
    decisions.push(decision);
    suggested.push({ name, given, expect: expectation(decision) });
  }
  return suggested;
}

function expectation({ route, ruleId, manualPriority, lane }: Decision): Expectation {
  return route === "manual" ? { route, rule: ruleId, manualPriority } : { route, rule: ruleId, lane };
}

/** Facts at the missing place that differ from the base in the fewest facts. */
function nearestFacts(unit: CoverageUnit, { base, map, ruleset }: SuggestionRequest): Facts {
  const candidates = unit.regions.map((region) => {
    const start = unit.kind === "threshold" ? withFact(base, unit.fact, unit.value) : base;
    const inside = intoRegion(start, region, map);
    // A combined score that fits to the others is better than one that no part has.
    const natural = withCombinedScore({ ...inside, combinedScore: undefined }, ruleset);
    return isCovered(unit, map, { facts: natural }) ? natural : inside;
  });
  const [nearest = base] = candidates.toSorted((one, other) => changes(one, base) - changes(other, base));
  return nearest;
}

function changes(facts: Facts, base: Facts): number {
  return factNames.filter((name) => facts[name] !== base[name]).length;
}

const factNames: readonly FactName[] = [...factCatalogue.keys()].filter(isFactName);

function intoRegion(facts: Facts, { box }: Region, { grid }: RegionMap): Facts {
  return grid.reduce((moved, { fact, cells }, axis) => {
    const { first, last } = box[axis] ?? { first: 0, last: cells.length - 1 };
    return withFact(moved, fact, nearestValue(facts[fact], cells.slice(first, last + 1)));
  }, facts);
}

function nearestValue(value: FactValue, cells: readonly FactCell[]): FactValue {
  const [low, high] = [cells.at(0), cells.at(-1)];
  if (typeof value === "number" && low?.kind === "range" && high?.kind === "range") {
    return Math.min(Math.max(value, low.from), high.to);
  }
  const values = cells.flatMap((cell) => (cell.kind === "values" ? cell.values : []));
  const [first] = values;
  return values.some((each) => each === value) || first === undefined ? value : first;
}

/** What the base does not say already; the combined score only where it is not made of the others. */
function givenFacts(facts: Facts, base: Facts, ruleset: Ruleset): Readonly<Record<string, FactValue>> {
  const natural = withCombinedScore({ ...facts, combinedScore: undefined }, ruleset).combinedScore;
  const told = factNames.filter((name) =>
    name === "combinedScore" ? facts.combinedScore !== natural : facts[name] !== base[name],
  );
  return Object.fromEntries(told.map((name) => [name, facts[name]]));
}

function describeGiven(given: Readonly<Record<string, FactValue>>): string {
  const told = Object.entries(given).map(([name, value]) => `${name} ${String(value)}`);
  return told.length === 0 ? "a usual part" : told.join(", ");
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`;
  return free;
}
