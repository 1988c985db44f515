import { callsOf, countWhere, knownOutcomes, type ReplayedGroup } from "./replayed-group.ts";
import type { RuleChange } from "./simulation.ts";

/** Parts shown for each change. */
const samplesPerChange = 3;

/** A change before its sample parts are read. */
export interface UnsampledChange extends Omit<RuleChange, "samples"> {
  /** The decisions to show, as `<batch id> <part key>`. */
  readonly sampleNames: readonly string[];
}

/** Groups gathered by old and new rule and route, the largest first. */
export function ruleChanges(groups: readonly ReplayedGroup[]): readonly UnsampledChange[] {
  const byRules = new Map<string, ReplayedGroup[]>();
  for (const group of groups) {
    const { stored, now } = group;
    const key = [stored.ruleId, stored.route, now.ruleId, now.route].join(" ");
    const gathered = byRules.get(key);
    if (gathered === undefined) byRules.set(key, [group]);
    else gathered.push(group);
  }
  return [...byRules]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, members]) => change(members))
    .toSorted((one, other) => other.decisions - one.decisions);
}

function change(members: readonly ReplayedGroup[]): readonly UnsampledChange[] {
  return members.slice(0, 1).map(({ stored, now }) => ({
    from: { ruleId: stored.ruleId, route: stored.route },
    to: { ruleId: now.ruleId, route: now.route },
    decisions: countWhere(members, () => true),
    calls: callsOf(members),
    outcomes: knownOutcomes(members),
    sampleNames: sampleNames(members),
  }));
}

/** The first and last of each group are known; of one part that was decided several times the first is shown. */
function sampleNames(members: readonly ReplayedGroup[]): readonly string[] {
  const names = members.flatMap(({ stored }) => [stored.first, stored.last]).toSorted();
  const byPart = new Map(names.toReversed().map((name) => [name.slice(name.indexOf(" ") + 1), name]));
  return [...byPart.values()].toSorted().slice(0, samplesPerChange);
}
