import type { KnownOutcomes, RuleChange, Simulation } from "../rules/simulate/simulation.ts";
import type { SampleDecision } from "../store/stored-decisions.ts";
import { formatCount } from "./terminal/format-count.ts";
import { printable } from "./terminal/text-width.ts";

/** One line of the table of sums. */
export interface TotalsRow {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly difference: string;
}

/** How many parts went and would go which way. */
export function totalsRows({ before, after }: Simulation): readonly TotalsRow[] {
  const row = (name: string, was: number, now: number) => ({
    name,
    before: was,
    after: now,
    difference: signed(now - was),
  });
  return [
    row("automation", before.automation, after.automation),
    row("of these first in the queue", before.highLane, after.highLane),
    row("manual", before.manual, after.manual),
  ];
}

/** `412 manual → automation: mid-risky → mid-good; known: lookups 12 completed`. */
export function changeText({ decisions, from, to, outcomes }: RuleChange): string {
  const routes = from.route === to.route ? to.route : `${from.route} → ${to.route}`;
  const known = outcomeTexts(outcomes);
  const tail = known.length === 0 ? "" : `; known: ${known.join("; ")}`;
  return `${formatCount(decisions)} ${routes}: ${from.ruleId} → ${to.ruleId}${tail}`;
}

function outcomeTexts(outcomes: KnownOutcomes): readonly string[] {
  const lookups = [
    ...counted(outcomes.completed, "completed"),
    ...counted(outcomes.faulted, "failed on the part"),
    ...counted(outcomes.failedOtherwise, "failed otherwise"),
  ];
  const reviews = [
    ...counted(outcomes.reviewed, "finished"),
    ...counted(outcomes.unresolved, "without a result"),
  ];
  return [...together("lookups", lookups), ...together("reviews", reviews)];
}

function together(what: string, counts: readonly string[]): readonly string[] {
  return counts.length === 0 ? [] : [`${what} ${counts.join(", ")}`];
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${formatCount(count)} ${what}`];
}

/** `LM358DR (Texas Instruments)` */
export function partText({ mpn, manufacturer }: SampleDecision): string {
  return printable(manufacturer === null ? mpn : `${mpn} (${manufacturer})`);
}

/** Calls and reviews more or less, and how that was reckoned. */
export function costLines({ cost, laneChanges, priorityChanges, leftOut }: Simulation): readonly string[] {
  return [
    `provider calls: ${signed(cost.calls)}, at ${cost.callsPerLookup.toFixed(2)} calls per new lookup`,
    `reviews: ${signed(cost.reviews)}, or ${signed(cost.reviewHours)} hours at ` +
      `${cost.minutesPerReview} minutes each (reviewMinutes); ${(cost.failureRate * 100).toFixed(1)} % of lookups ` +
      "failed and came back as reviews",
    ...(laneChanges.high + laneChanges.normal === 0
      ? []
      : [
          `queue: ${formatCount(laneChanges.high)} move to the front, ${formatCount(laneChanges.normal)} back`,
        ]),
    ...counted(priorityChanges, "manual tasks would have another priority"),
    ...counted(leftOut, "decisions were left out: their records lack a fact of today"),
  ];
}

/** What is known of parts that go another way. */
export function evidenceLines({ evidence, flips }: Simulation): readonly string[] {
  if (flips.length === 0) return [];
  const { speaksFor, speaksAgainst } = evidence;
  return [
    `known outcomes: ${formatCount(speaksFor)} speak for the change, ${formatCount(speaksAgainst)} against it` +
      (speaksFor + speaksAgainst === 0 ? " (nothing is known of these parts yet)" : ""),
  ];
}

/** `+412`, `-3`, `±0`. */
export function signed(value: number): string {
  const size = Math.round(Math.abs(value) * 10) / 10;
  if (size === 0) return "±0";
  return `${value > 0 ? "+" : "-"}${size.toLocaleString("en-US")}`;
}
