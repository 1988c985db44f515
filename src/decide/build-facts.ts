import type { Facts } from "../domain/decision.ts";
import type { SourcePart } from "../domain/part.ts";
import { combinedScore } from "./combined-score.ts";
import { completeness } from "./completeness.ts";
import { reliability, type ManufacturerHistory } from "./reliability.ts";
import { roundScore } from "./round-score.ts";
import type { Ruleset } from "./ruleset.ts";

/** What the ledger remembers about a part at the moment of its decision. */
export interface PartHistory {
  /** On the scale 0 to 1; null when the source has none. */
  readonly priorityScore: number | null;
  /** Automation tasks of this part that ended failed within the failure window. */
  readonly recentFailures: number;
  /** Null when nothing of this manufacturer was scraped within the window. */
  readonly manufacturer: ManufacturerHistory | null;
}

/** The facts of one part, rounded as they are decided on. */
export function buildFacts(
  part: SourcePart,
  history: PartHistory,
  forcedRoute: Facts["forcedRoute"],
  ruleset: Pick<Ruleset, "scoring" | "completeness">,
): Facts {
  const namesManufacturer = part.manufacturer !== null && part.manufacturer.trim() !== "";
  const manufacturer = namesManufacturer ? (history.manufacturer ?? { attempts: 0, successes: 0 }) : null;
  const scores = {
    priorityScore: roundScore(history.priorityScore ?? 0),
    completeness: roundScore(completeness(part, ruleset.completeness)),
    manufacturerReliability: roundScore(reliability(manufacturer, ruleset.scoring.reliability)),
  };
  return {
    ...scores,
    forcedRoute,
    hasPriorityScore: history.priorityScore !== null,
    combinedScore: roundScore(combinedScore(scores, ruleset.scoring.combinedScore)),
    recentFailures: history.recentFailures,
  };
}
