import { isDeepStrictEqual } from "node:util";
import type { Decision, Facts } from "../domain/decision.ts";
import { cellNumberer } from "./cells/locate-cell.ts";
import { cellCount, thresholdGrid, type ThresholdGrid } from "./cells/threshold-grid.ts";
import { compileCondition, type CompiledCondition } from "./compiled-condition.ts";
import { decisionOf } from "./decision-of.ts";
import { isMet } from "./evaluated-condition.ts";
import type { RoutingRule, Ruleset } from "./ruleset.ts";
import { type Verdict, verdictConditions, verdictOf } from "./verdict.ts";

interface CompiledRule {
  readonly rule: RoutingRule;
  readonly when: CompiledCondition;
}

/** What the engine decided in one cell. */
export interface TableEntry {
  readonly verdict: Verdict;
  /** The verdict as a settled promise, made once. */
  readonly answer: Promise<Verdict>;
  /** The rule that decides in this cell; null for `otherwise`. */
  readonly winner: CompiledRule | null;
}

/** The decisions of one ruleset by threshold cell, as the engine made them. */
export interface DecisionTable {
  readonly grid: ThresholdGrid;
  /** What is known of the cell these facts lie in; undefined as well for facts that lie in none. */
  find(facts: Facts): TableEntry | undefined;
  /** The decision an entry stands for, with everything that depends on the facts themselves. */
  explain(entry: TableEntry, facts: Facts): Decision;
  /**
   * Takes note of a decision that the engine made, and answers whether the table agrees with it: the cell is known
   * with the same verdict or not known, and the compiled conditions say the same to the last digit.
   */
  agreesWith(decision: Decision): boolean;
}

/** Entries beyond this are not kept, so that a fine grid cannot fill the memory. */
const maxEntries = 200_000;

/** An empty table; null when some test may change its answer within a cell, or cells cannot be numbered. */
export function createDecisionTable(ruleset: Ruleset): DecisionTable | null {
  const grid = thresholdGrid(verdictConditions(ruleset), "decision");
  if (grid === null || cellCount(grid) > Number.MAX_SAFE_INTEGER) return null;
  const numberOf = cellNumberer(grid);
  const rules = ruleset.rules.map((rule) => ({ rule, when: compileCondition(rule.when) }));
  const isHighLane = compileCondition(ruleset.lane);
  const entries = new Map<number, TableEntry>();

  function explain({ winner, verdict }: TableEntry, facts: Facts): Decision {
    const evaluated = winner && { rule: winner.rule, evaluated: winner.when(facts) };
    return decisionOf(ruleset, facts, evaluated, verdict.lane);
  }

  function compiledEntry(facts: Facts): TableEntry {
    const winner = rules.find(({ when }) => isMet(when(facts))) ?? null;
    const { route } = winner?.rule.then ?? ruleset.otherwise;
    const lane = route === "automation" && isMet(isHighLane(facts)) ? "high" : "normal";
    const evaluated = winner && { rule: winner.rule, evaluated: winner.when(facts) };
    const verdict = verdictOf(decisionOf(ruleset, facts, evaluated, lane));
    return { verdict, answer: Promise.resolve(verdict), winner };
  }

  return {
    grid,
    explain,
    find: (facts) => entries.get(numberOf(facts)),
    agreesWith(decision) {
      const number = numberOf(decision.facts);
      const known = entries.get(number);
      const entry = known ?? compiledEntry(decision.facts);
      if (!isDeepStrictEqual(explain(entry, decision.facts), decision)) return false;
      if (known === undefined && entries.size < maxEntries) entries.set(number, entry);
      return true;
    },
  };
}
