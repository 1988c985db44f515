import type { CompletenessWeights } from "./completeness-schema.ts";
import type { ConditionGroup } from "./condition.ts";
import type { Invariant, Outcome } from "./ruleset-schema.ts";
import type { Scoring } from "./scoring-schema.ts";

/** A rule that is ready to be evaluated: it decides when its conditions hold and no rule before it did. */
export interface RoutingRule {
  readonly id: string;
  readonly description: string | null;
  readonly when: ConditionGroup;
  readonly then: Outcome;
}

/** A rule on trial: it is evaluated beside the live rules and recorded, and decides nothing. */
export interface ShadowRule extends RoutingRule {
  /** How many of the live rules stand before it: it would decide where none of them matches and it does. */
  readonly liveRulesBefore: number;
}

/** Everything decisions depend on besides the facts. It never changes; edited files make a new one. */
export interface Ruleset {
  readonly name: string;
  readonly version: string;
  /** Same hash and same facts: same decision, to the last word. */
  readonly hash: string;
  /** What to store to be able to rebuild this ruleset later. */
  readonly source: RulesetContent;
  /** The enabled live rules, first match wins. */
  readonly rules: readonly RoutingRule[];
  /** An automation task gets quota first when this holds. */
  readonly lane: ConditionGroup;
  /** What is decided when no rule matches. */
  readonly otherwise: Outcome;
  readonly scoring: Scoring;
  readonly completeness: CompletenessWeights;
  /** The enabled rules in shadow, in file order. */
  readonly shadowRules: readonly ShadowRule[];
  /** A whole ruleset on trial beside this one; it has the same scoring and completeness. */
  readonly shadowRuleset: Ruleset | null;
  /** What the author promises of the decisions. */
  readonly invariants: readonly Invariant[];
}

/** The files as plain JSON, and the thresholds that configuration replaced. */
export interface RulesetContent {
  readonly routing: unknown;
  /** The rules file of the ruleset in shadow; null without one. */
  readonly shadow: unknown;
  readonly scoring: unknown;
  readonly completeness: unknown;
  readonly overrides: Readonly<Record<string, number>>;
}
