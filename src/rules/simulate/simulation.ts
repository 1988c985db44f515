import type { Lane, Route } from "../../domain/decision.ts";
import type { SampleDecision } from "../../store/stored-decisions.ts";

/** What became of decisions, as far as it is known. */
export interface KnownOutcomes {
  /** Lookups that found the part. */
  readonly completed: number;
  /** Lookups that failed because of the part or its maker. */
  readonly faulted: number;
  /** Lookups that failed for another reason, which says nothing about the decision. */
  readonly failedOtherwise: number;
  /** Reviews that a person finished, and those that ended without a result. */
  readonly reviewed: number;
  readonly unresolved: number;
}

/** Where a part goes, and by which rule. */
export interface RuleRoute {
  readonly ruleId: string;
  readonly route: Route;
}

/** Decisions that one rule made and another one would make now. */
export interface RuleChange {
  readonly from: RuleRoute;
  readonly to: RuleRoute;
  readonly decisions: number;
  /** Provider calls that were made for these parts. */
  readonly calls: number;
  readonly outcomes: KnownOutcomes;
  readonly samples: readonly SampleDecision[];
}

/** How many decisions go which way. */
export interface RouteTotals {
  readonly automation: number;
  readonly manual: number;
  /** Of the automated ones, those that get quota first. */
  readonly highLane: number;
}

/** What the changes come to; estimates where a part was never looked up. */
export interface CostChange {
  /** Provider calls more (or, negative, less). */
  readonly calls: number;
  /** Calls that a lookup took on average in the time replayed. */
  readonly callsPerLookup: number;
  /** Reviews more or less, reviews of failed lookups included. */
  readonly reviews: number;
  /** Share of ended lookups that failed in the time replayed. */
  readonly failureRate: number;
  readonly minutesPerReview: number;
  readonly reviewHours: number;
}

/** Known outcomes as witnesses for or against the new routes. */
export interface Evidence {
  readonly speaksFor: number;
  readonly speaksAgainst: number;
}

/** What a ruleset would have made of stored decisions. */
export interface Simulation {
  readonly ruleset: { readonly name: string; readonly version: string; readonly hash: string };
  readonly since: Date;
  /** Decisions replayed. */
  readonly decisions: number;
  /** Decisions whose record lacks a fact that rules may read today. */
  readonly leftOut: number;
  readonly before: RouteTotals;
  readonly after: RouteTotals;
  /** Decisions with another route, by old and new rule, most first. */
  readonly flips: readonly RuleChange[];
  /** Decisions with the same route by another rule. */
  readonly ruleChanges: readonly RuleChange[];
  /** Automated parts whose place in the queue changes. */
  readonly laneChanges: Readonly<Record<Lane, number>>;
  /** Manual tasks with the same route and another priority. */
  readonly priorityChanges: number;
  readonly cost: CostChange;
  readonly evidence: Evidence;
  /** What to know about the facts that were replayed. */
  readonly notes: readonly string[];
}
