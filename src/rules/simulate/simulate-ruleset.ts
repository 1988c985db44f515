import type { Decider } from "../../decide/decider.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { exitCodes, UserError } from "../../domain/fault.ts";
import type { Ledger } from "../../store/ledger.ts";
import { decidedBatches, type DecidedBatch, sampleDecisions } from "../../store/stored-decisions.ts";
import { factChanges } from "./fact-changes.ts";
import { groupingAxes } from "./grouping-axes.ts";
import { readGroups, type ReadOptions, replayGroups } from "./replay-decisions.ts";
import { countWhere, evidence, isFlip, type ReplayedGroup, routeTotals } from "./replayed-group.ts";
import { costChange, type ReviewTerms } from "./cost-change.ts";
import { ruleChanges, type UnsampledChange } from "./rule-changes.ts";
import type { RuleChange, Simulation } from "./simulation.ts";

export interface SimulationRequest extends ReadOptions, ReviewTerms {
  readonly ruleset: Ruleset;
  readonly decider: Decider;
  readonly since: Date;
}

/**
 * Replays every decision stored since a moment under a ruleset, and tells what would be otherwise.
 *
 * @throws {UserError} when nothing was decided since then.
 */
export async function simulateRuleset(ledger: Ledger, request: SimulationRequest): Promise<Simulation> {
  const { ruleset, decider, since } = request;
  const axes = groupingAxes(ruleset);
  if (axes === null) throw new Error("the ruleset has a test that is not constant within threshold cells");
  const batches = await decidedBatches(ledger, since);
  const { combined, notes } = await factChanges(ledger, ruleset, hashesOf(batches));
  const groups = await readGroups(ledger, batches, { since, axes, combined }, request);
  const { replayed, leftOut } = await replayGroups(groups, decider);
  if (groups.length === 0) throw nothingDecided(since);
  const flips = replayed.filter(isFlip);
  const byOtherRule = replayed.filter((group) => !isFlip(group) && group.stored.ruleId !== group.now.ruleId);
  return {
    ruleset: { name: ruleset.name, version: ruleset.version, hash: ruleset.hash },
    since,
    decisions: countWhere(replayed, () => true),
    leftOut,
    before: routeTotals(replayed, ({ stored }) => stored),
    after: routeTotals(replayed, ({ now }) => now),
    flips: await withSamples(ledger, ruleChanges(flips)),
    ruleChanges: await withSamples(ledger, ruleChanges(byOtherRule)),
    laneChanges: laneChanges(replayed),
    priorityChanges: countWhere(replayed, hasOtherPriority),
    cost: costChange(replayed, request),
    evidence: evidence(replayed),
    notes,
  };
}

function hashesOf(batches: readonly DecidedBatch[]): readonly string[] {
  return [...new Set(batches.map(({ rulesetHash }) => rulesetHash))];
}

function nothingDecided(since: Date): UserError {
  return new UserError(
    exitCodes.notFound,
    `No decision has been stored since ${since.toISOString()}: give an earlier --since, or run first.`,
  );
}

function laneChanges(replayed: readonly ReplayedGroup[]): Simulation["laneChanges"] {
  const kept = replayed.filter((group) => !isFlip(group) && group.stored.lane !== group.now.lane);
  return {
    high: countWhere(kept, ({ now }) => now.lane === "high"),
    normal: countWhere(kept, ({ now }) => now.lane === "normal"),
  };
}

function hasOtherPriority({ stored, now }: ReplayedGroup): boolean {
  return stored.route === "manual" && now.route === "manual" && stored.manualPriority !== now.manualPriority;
}

/** The changes with their sample parts, all read by one statement. */
async function withSamples(
  ledger: Ledger,
  changes: readonly UnsampledChange[],
): Promise<readonly RuleChange[]> {
  const samples = await sampleDecisions(
    ledger,
    changes.flatMap(({ sampleNames }) => sampleNames),
  );
  return changes.map(({ sampleNames, ...change }) => ({
    ...change,
    samples: samples.filter(({ batchId, partKey }) => sampleNames.includes(`${batchId} ${partKey}`)),
  }));
}
