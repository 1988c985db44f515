import { type Box, commonBox, factsIn, withFact } from "../../decide/cells/box.ts";
import type { Invariant } from "../../decide/ruleset-schema.ts";
import type { MatchRegion } from "../boxes/first-matches.ts";
import type { WorkBudget } from "../boxes/work-budget.ts";
import type { Finding } from "./finding.ts";
import { routeOf, type RuleRegions } from "./rule-regions.ts";

/** The promises of the ruleset that do not hold, each with one pair of neighbouring parts that shows it. */
export function brokenInvariants(analysed: RuleRegions, budget: WorkBudget): readonly Finding[] {
  return analysed.ruleset.invariants.flatMap((invariant) => {
    const pair = brokenAt(analysed, invariant, budget);
    return pair === null ? [] : [{ kind: "invariant-broken", invariant, ...pair }];
  });
}

/**
 * A promise about a whole axis is broken somewhere exactly when it is broken between two neighbouring cells, which
 * then lie in two regions that touch.
 */
function brokenAt(analysed: RuleRegions, { fact, direction, never }: Invariant, budget: WorkBudget) {
  const { grid, regions, ruleset } = analysed;
  const axis = grid.findIndex((one) => one.fact === fact);
  const [from, to] = never === "manual to automation" ? ["manual", "automation"] : ["automation", "manual"];
  const [lowRoute, highRoute] = direction === "up" ? [from, to] : [to, from];
  const ending = regions.filter((region) => routeOf(analysed, region) === lowRoute);
  const starting = byFirstCell(
    regions.filter((region) => routeOf(analysed, region) === highRoute),
    axis,
  );
  for (const low of ending) {
    const edge = low.box[axis]?.last ?? 0;
    const touching = starting.get(edge + 1) ?? [];
    budget.spend(touching.length);
    for (const high of touching) {
      const shared = commonBox(low.box, high.box.with(axis, { first: edge, last: edge }));
      if (shared === null) continue;
      const ruleOf = ({ winner }: MatchRegion) => ruleset.rules[winner ?? -1]?.id ?? "otherwise";
      const lowPart = { facts: partAt(analysed, shared, axis, edge, "to"), rule: ruleOf(low) };
      const highPart = { facts: partAt(analysed, shared, axis, edge + 1, "from"), rule: ruleOf(high) };
      return direction === "up" ? { before: lowPart, after: highPart } : { before: highPart, after: lowPart };
    }
  }
  return null;
}

function byFirstCell(regions: readonly MatchRegion[], axis: number): ReadonlyMap<number, MatchRegion[]> {
  const groups = new Map<number, MatchRegion[]>();
  for (const region of regions) {
    const first = region.box[axis]?.first ?? 0;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [region]);
    else group.push(region);
  }
  return groups;
}

/** A part in a box, with one fact at the end of a cell that is nearest to its neighbour. */
function partAt({ grid }: RuleRegions, box: Box, axis: number, cell: number, end: "from" | "to") {
  const facts = factsIn(
    grid,
    box.map(({ first }) => first),
  );
  const own = grid[axis];
  const values = own?.cells[cell];
  return own === undefined || values?.kind !== "range" ? facts : withFact(facts, own.fact, values[end]);
}
