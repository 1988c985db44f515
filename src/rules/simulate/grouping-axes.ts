import { decidingConditions, thresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { GroupingAxis } from "../../store/stored-decisions.ts";

/** How stored decisions are grouped so that a ruleset decides each group alike; null when that cannot be known. */
export function groupingAxes(ruleset: Pick<Ruleset, "rules" | "lane">): readonly GroupingAxis[] | null {
  const grid = thresholdGrid(decidingConditions(ruleset), "decision");
  if (grid === null) return null;
  return grid.map(({ fact, cells }) => {
    const ranges = cells.filter((cell) => cell.kind === "range");
    return { fact, starts: ranges.length === 0 ? null : ranges.slice(1).map(({ from }) => from) };
  });
}
