import { type Checked, checkShape } from "./check-document.ts";
import { checkRules, type CheckedRules } from "./check-rules.ts";
import type { CompletenessWeights } from "./completeness-schema.ts";
import { isJsonObject } from "./json-object.ts";
import type { JsonDocument } from "./json-document.ts";
import { problemsOf } from "./problem-list.ts";
import { rulesetHash } from "./ruleset-hash.ts";
import { type RulesetFile, rulesetFormat } from "./ruleset-schema.ts";
import type { RoutingRule, Ruleset, RulesetContent, ShadowRule } from "./ruleset.ts";
import type { Scoring } from "./scoring-schema.ts";

/** What all rulesets of a folder have in common; null is what could not be read. */
export interface SharedParts {
  readonly scoring: Scoring | null;
  readonly completeness: CompletenessWeights | null;
  /** Thresholds of `params` that configuration replaces, by name. */
  readonly overrides: RulesetContent["overrides"];
}

/** A ruleset by itself, without the texts it came from and the one in its shadow. */
export type SingleRuleset = Omit<Ruleset, "source" | "shadowRuleset">;

/** Checks one rules file; the ruleset is null also when what it shares with others could not be read. */
export function checkRuleset(document: JsonDocument, shared: SharedParts): Checked<SingleRuleset> {
  const problems = problemsOf(document);
  const { scoring, completeness, overrides } = shared;
  if (document.value === undefined) return { value: null, problems: problems.all() };
  const file = checkShape(rulesetFormat, document.value, problems);
  if (!isJsonObject(document.value)) return { value: null, problems: problems.all() };
  const reliableFrom = scoring?.reliability.reliableFrom ?? null;
  const checked = checkRules(document.value, overrides, reliableFrom, problems);
  const found = problems.all();
  if (found.length > 0 || file === null || scoring === null || completeness === null || !checked.lane) {
    return { value: null, problems: found };
  }
  const { rules, shadowRules } = enabledRules(file, checked);
  const logic = { rules, lane: checked.lane, otherwise: file.otherwise, scoring, completeness };
  const { name, version, invariants } = file;
  return {
    value: { name, version, hash: rulesetHash(logic), ...logic, shadowRules, invariants },
    problems: [],
  };
}

function enabledRules(file: RulesetFile, checked: CheckedRules): Pick<Ruleset, "rules" | "shadowRules"> {
  const rules: RoutingRule[] = [];
  const shadowRules: ShadowRule[] = [];
  for (const [index, { id, description, enabled, mode, then }] of file.rules.entries()) {
    const when = checked.when[index];
    if (!enabled || !when) continue;
    const rule = { id, description: description ?? null, when, then };
    if (mode === "live") rules.push(rule);
    else shadowRules.push({ ...rule, liveRulesBefore: rules.length });
  }
  return { rules, shadowRules };
}
