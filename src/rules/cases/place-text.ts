import type { CoverageUnit } from "./coverage.ts";

/** A place as people read it: `completeness below 0.8 (0.7999)`. */
export function placeText(unit: CoverageUnit): string {
  switch (unit.kind) {
    case "rule":
      return `rule ${unit.ruleId}`;
    case "threshold":
      return `${unit.fact} ${unit.side} ${unit.threshold} (${unit.value})`;
    case "region":
      return `region ${unit.description}`;
  }
}
