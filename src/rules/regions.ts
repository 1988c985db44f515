import { type Box, wholeBox } from "../decide/cells/box.ts";
import { decidingConditions, type ThresholdGrid, thresholdGrid } from "../decide/cells/threshold-grid.ts";
import { reservedIds } from "../decide/check-rules.ts";
import type { Outcome } from "../decide/ruleset-schema.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { boxConditions } from "./boxes/box-condition.ts";
import { firstMatches } from "./boxes/first-matches.ts";

/** A box of facts that one rule decides, or none does. */
export interface Region {
  readonly ruleId: string;
  readonly outcome: Outcome;
  readonly box: Box;
}

/** All facts cut into regions that do not overlap, in the order of the rules. */
export interface RegionMap {
  readonly grid: ThresholdGrid;
  readonly regions: readonly Region[];
}

/** More regions than this nobody reads, and finding them takes longer than anybody waits. */
const maxRegions = 20_000;
const boundedByRegions = { spend: () => undefined };

/** The regions of a ruleset, exactly. Null when there are too many, or when a test is no comparison with literals. */
export function regionMap(ruleset: Pick<Ruleset, "rules" | "lane" | "otherwise">): RegionMap | null {
  const grid = thresholdGrid(decidingConditions(ruleset), "decision");
  if (grid === null) return null;
  const { conditionOf } = boxConditions(grid);
  const conditions = ruleset.rules.map(({ when }) => conditionOf(when));
  const matches = [];
  for (const match of firstMatches(conditions, wholeBox(grid), boundedByRegions)) {
    if (matches.length === maxRegions) return null;
    matches.push(match);
  }
  const place = (winner: number | null) => winner ?? conditions.length;
  const regions = matches
    .toSorted((one, other) => place(one.winner) - place(other.winner))
    .map(({ box, winner }): Region => {
      const rule = winner === null ? undefined : ruleset.rules[winner];
      return { ruleId: rule?.id ?? reservedIds.otherwise, outcome: rule?.then ?? ruleset.otherwise, box };
    });
  return { grid, regions };
}
