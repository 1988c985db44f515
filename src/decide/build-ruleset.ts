import { checkDocument } from "./check-document.ts";
import { checkRuleset } from "./check-ruleset.ts";
import { completenessFormat } from "./completeness-schema.ts";
import type { JsonDocument } from "./json-document.ts";
import { rulesetError } from "./ruleset-problem.ts";
import type { Ruleset, RulesetContent } from "./ruleset.ts";
import { scoringFormat } from "./scoring-schema.ts";

/** The files that make a ruleset. */
export interface RulesetDocuments {
  readonly routing: JsonDocument;
  readonly scoring: JsonDocument;
  readonly completeness: JsonDocument;
  /** The rules file of the ruleset in shadow; null without one. */
  readonly shadow: JsonDocument | null;
}

/**
 * Checks the documents and makes the ruleset they describe.
 *
 * @throws {UserError} that lists every problem, not only the first.
 */
export function buildRuleset(
  { routing, scoring, completeness, shadow }: RulesetDocuments,
  overrides: RulesetContent["overrides"],
): Ruleset {
  const scores = checkDocument(scoringFormat, scoring);
  const weights = checkDocument(completenessFormat, completeness);
  const shared = { scoring: scores.value, completeness: weights.value, overrides };
  const live = checkRuleset(routing, shared);
  const trial = shadow && checkRuleset(shadow, shared);
  const problems = [live, trial, scores, weights].flatMap((checked) => checked?.problems ?? []);
  if (problems.length > 0 || live.value === null) throw rulesetError(problems);
  const files = { scoring: scoring.value, completeness: completeness.value, overrides };
  const shadowRuleset = trial?.value && {
    ...trial.value,
    source: { ...files, routing: shadow?.value, shadow: null },
    shadowRuleset: null,
  };
  return {
    ...live.value,
    source: { ...files, routing: routing.value, shadow: shadow?.value ?? null },
    shadowRuleset: shadowRuleset ?? null,
  };
}
