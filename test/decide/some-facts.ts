import type { Facts } from "../../src/domain/decision.ts";
import { SourcePart } from "../../src/domain/part.ts";

/** Facts of an unremarkable part: half complete, reliable maker, decent priority. */
export function someFacts(changes: Partial<Facts> = {}): Facts {
  return {
    forcedRoute: "none",
    priorityScore: 0.5,
    hasPriorityScore: true,
    completeness: 0.6,
    manufacturerReliability: 0.6,
    combinedScore: 0.55,
    recentFailures: 0,
    ...changes,
  };
}

/** A part with nothing but its number. */
export function bareSourcePart(changes: Partial<SourcePart> = {}): SourcePart {
  return { ...SourcePart.parse({ product_id: "1", pn: "LM317T" }), ...changes };
}
