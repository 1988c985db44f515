import type { Decision } from "../../domain/decision.ts";
import type { DecisionGroup } from "../../store/stored-decisions.ts";
import type { Evidence, KnownOutcomes, RouteTotals } from "./simulation.ts";

/** A group of stored decisions with the one that would be made of them now. */
export interface ReplayedGroup {
  readonly stored: DecisionGroup;
  readonly now: Pick<Decision, "ruleId" | "route" | "lane" | "manualPriority">;
}

/** Whether the part goes another way than it did. */
export function isFlip({ stored, now }: ReplayedGroup): boolean {
  return stored.route !== now.route;
}

/** How many of the decisions meet a test. */
export function countWhere(
  groups: readonly ReplayedGroup[],
  test: (group: ReplayedGroup) => boolean,
): number {
  return groups.reduce((sum, group) => sum + (test(group) ? group.stored.decisions : 0), 0);
}

/** The routes of all groups, as they were or as they would be. */
export function routeTotals(
  groups: readonly ReplayedGroup[],
  side: (group: ReplayedGroup) => Pick<Decision, "route" | "lane">,
): RouteTotals {
  const automated = groups.filter((group) => side(group).route === "automation");
  const automation = countWhere(automated, () => true);
  return {
    automation,
    manual: countWhere(groups, () => true) - automation,
    highLane: countWhere(automated, (group) => side(group).lane === "high"),
  };
}

const outcomeNames = ["completed", "faulted", "failedOtherwise", "reviewed", "unresolved"] as const;

/** What became of all of them together. */
export function knownOutcomes(groups: readonly ReplayedGroup[]): KnownOutcomes {
  const sums = { completed: 0, faulted: 0, failedOtherwise: 0, reviewed: 0, unresolved: 0 };
  for (const { stored } of groups) for (const name of outcomeNames) sums[name] += stored[name];
  return sums;
}

/** Calls that were made for these parts. */
export function callsOf(groups: readonly ReplayedGroup[]): number {
  return groups.reduce((sum, { stored }) => sum + stored.calls, 0);
}

/**
 * Outcomes of parts that change sides. For a person instead of a lookup speak lookups that failed because of the
 * part, against it those that found it; for a lookup instead of a person it is the other way round, where chance had
 * the part looked up all the same. Against a lookup speak reviews without a result, too: what a person could not find
 * is not looked up with success either. Finished reviews say nothing: nobody tried.
 */
export function evidence(groups: readonly ReplayedGroup[]): Evidence {
  const flips = groups.filter(isFlip);
  const toManual = knownOutcomes(flips.filter(({ now }) => now.route === "manual"));
  const toAutomation = knownOutcomes(flips.filter(({ now }) => now.route === "automation"));
  return {
    speaksFor: toManual.faulted + toAutomation.completed,
    speaksAgainst: toManual.completed + toAutomation.faulted + toAutomation.unresolved,
  };
}
