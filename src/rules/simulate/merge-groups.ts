import type { DecisionGroup } from "../../store/stored-decisions.ts";

/** Groups by what makes them one. */
export type MergedGroups = Map<string, DecisionGroup>;

/** Adds groups that were read apart to those known so far: what comes out does not depend on the order. */
export function mergeGroups(merged: MergedGroups, groups: readonly DecisionGroup[]): void {
  for (const group of groups) {
    const { cell, kind, ruleId, route, lane, manualPriority } = group;
    const key = [cell, kind, ruleId, route, lane, manualPriority].join("\n");
    const known = merged.get(key);
    merged.set(key, known === undefined ? group : sum(known, group));
  }
}

function sum(one: DecisionGroup, other: DecisionGroup): DecisionGroup {
  return {
    ...one,
    first: one.first < other.first ? one.first : other.first,
    last: one.last > other.last ? one.last : other.last,
    decisions: one.decisions + other.decisions,
    calls: one.calls + other.calls,
    completed: one.completed + other.completed,
    faulted: one.faulted + other.faulted,
    failedOtherwise: one.failedOtherwise + other.failedOtherwise,
    reviewed: one.reviewed + other.reviewed,
    unresolved: one.unresolved + other.unresolved,
  };
}
