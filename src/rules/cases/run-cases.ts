import { compileCondition } from "../../decide/compiled-condition.ts";
import { createDecider } from "../../decide/decider.ts";
import { evaluatedTests, type EvaluatedTest } from "../../decide/evaluated-condition.ts";
import { rulesetFromStored } from "../../decide/ruleset-from-stored.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Decision, Facts } from "../../domain/decision.ts";
import type { RuleCase, RuleCases } from "./load-cases.ts";

/** A case with the decision made of it. */
export interface DecidedCase extends RuleCase {
  readonly decision: Decision;
  /** `route is manual, not automation`; empty when the case passes. */
  readonly mismatches: readonly string[];
  /** The tests of the rule that was expected to decide. */
  readonly expectedTests: readonly EvaluatedTest[];
}

/** How a ruleset did in its cases. */
export interface CasesVerdict {
  readonly path: string;
  readonly decided: readonly DecidedCase[];
  readonly failed: readonly DecidedCase[];
}

/**
 * Has a ruleset decide its cases. Cases hold for the file as it is written, so thresholds that configuration replaces
 * count as in the file: whoever runs with others must not be stopped by it.
 */
export async function casesVerdict(ruleset: Ruleset, { path, cases }: RuleCases): Promise<CasesVerdict> {
  const written = asWritten(ruleset);
  const decider = createDecider(written);
  const decided = await Promise.all(
    cases.map(async (one) => {
      const decision = await decider.decide(one.facts);
      const expectedTests = testsOfRule(written, one.expect.rule, one.facts);
      return { ...one, decision, mismatches: mismatches(one, decision), expectedTests };
    }),
  );
  return { path, decided, failed: decided.filter((one) => one.mismatches.length > 0) };
}

/** The same ruleset without thresholds from configuration. */
export function asWritten(ruleset: Ruleset): Ruleset {
  return rulesetFromStored({ ...ruleset.source, overrides: {} });
}

function testsOfRule({ rules }: Ruleset, ruleId: string, facts: Facts): readonly EvaluatedTest[] {
  const rule = rules.find(({ id }) => id === ruleId);
  return rule === undefined ? [] : evaluatedTests(compileCondition(rule.when)(facts));
}

function mismatches({ expect }: RuleCase, decision: Decision): readonly string[] {
  const pairs = [
    ["route", expect.route, decision.route],
    ["rule", expect.rule, decision.ruleId],
    ["manualPriority", expect.manualPriority, decision.manualPriority],
    ["lane", expect.lane, decision.lane],
  ] as const;
  return pairs.flatMap(([name, expected, actual]) =>
    expected === undefined || expected === actual ? [] : [`${name} is ${actual}, not ${expected}`],
  );
}
