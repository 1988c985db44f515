import type { RuleResult } from "json-rules-engine";
import type { Decision, Facts } from "../domain/decision.ts";
import { factsProblem } from "./check-facts.ts";
import { reservedIds } from "./check-rules.ts";
import { confidence } from "./confidence.ts";
import { evaluatedCondition, evaluatedTests } from "./evaluated-condition.ts";
import { fallbackPriority } from "./fallback-priority.ts";
import { createFirstMatch } from "./first-match.ts";
import type { Outcome } from "./ruleset-schema.ts";
import type { Ruleset } from "./ruleset.ts";

/** Decides parts by one ruleset. */
export interface Decider {
  readonly rulesetHash: string;
  /** Never rejects: what cannot be decided goes to a person. May be called any number of times at once. */
  decide(facts: Facts): Promise<Decision>;
}

/** A decider in which json-rules-engine makes every decision. */
export function createDecider(ruleset: Ruleset): Decider {
  const routing = createFirstMatch(ruleset.rules);
  const highLane = createFirstMatch([{ id: "high", when: ruleset.lane }]);

  async function decideSound(facts: Facts): Promise<Decision> {
    const verdict = verdictOf(await routing.find(facts), facts, ruleset);
    const isHigh = verdict.route === "automation" && (await highLane.find(facts)) !== null;
    return { ...verdict, lane: isHigh ? "high" : "normal" };
  }

  return {
    rulesetHash: ruleset.hash,
    async decide(facts) {
      const problem = factsProblem(facts);
      if (problem !== null) return undecided(facts, problem, ruleset.hash);
      try {
        return await decideSound(facts);
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        return undecided(facts, `the rules engine failed: ${detail}`, ruleset.hash);
      }
    },
  };
}

function verdictOf(winner: RuleResult | null, facts: Facts, ruleset: Ruleset): Omit<Decision, "lane"> {
  const outcome = ruleset.rules.find(({ id }) => id === winner?.name)?.then ?? ruleset.otherwise;
  const common = {
    route: outcome.route,
    reason: outcome.reason,
    manualPriority: manualPriorityOf(outcome, facts, ruleset),
    rulesetHash: ruleset.hash,
    facts,
  };
  if (winner === null) {
    const share = outcome.confidence ?? 0;
    return { ...common, kind: "otherwise", ruleId: reservedIds.otherwise, confidence: share, conditions: [] };
  }
  const evaluated = evaluatedCondition(winner.conditions);
  return {
    ...common,
    // The loader made sure that a forced route is the first thing a ruleset looks at.
    kind: facts.forcedRoute === "none" ? "rule" : "forced",
    ruleId: winner.name,
    confidence: outcome.confidence ?? confidence(evaluated),
    conditions: evaluatedTests(evaluated),
  };
}

/** For a part that goes to automation, the priority of the manual task it becomes if nothing is found for it. */
function manualPriorityOf(outcome: Outcome, facts: Facts, ruleset: Ruleset): Decision["manualPriority"] {
  return outcome.route === "manual"
    ? outcome.manualPriority
    : fallbackPriority(facts.priorityScore, null, ruleset.scoring);
}

function undecided(facts: Facts, problem: string, rulesetHash: string): Decision {
  return {
    kind: "error",
    route: "manual",
    lane: "normal",
    ruleId: reservedIds.error,
    reason: `Could not be decided: ${problem}`,
    confidence: 0,
    manualPriority: "low",
    rulesetHash,
    facts,
    conditions: [],
  };
}
