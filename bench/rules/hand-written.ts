import type { Facts } from "../../src/domain/decision.ts";

/** The standard flow as a person would write it; its thresholds are those of `test/seed-rules/routing.json`. */
export function handWritten(facts: Facts): string {
  const lane = facts.priorityScore >= 0.8 || facts.combinedScore >= 0.7 ? " high" : "";
  if (facts.forcedRoute === "manual") return "forced-manual";
  if (facts.forcedRoute === "automation") return `forced-automation${lane}`;
  if (facts.recentFailures >= 3) return "recent-failures";
  if (facts.completeness >= 0.8) return "complex-data";
  if (facts.completeness >= 0.5) {
    if (facts.manufacturerReliability < 0.4 || facts.priorityScore < 0.3) return "mid-risky";
    return `mid-good${lane}`;
  }
  return facts.priorityScore < 0.2 ? "low-priority" : `fill-gaps${lane}`;
}
