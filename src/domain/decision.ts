import type { ManualPriority } from "./manual-task.ts";

export const routes = ["automation", "manual"] as const;
export type Route = (typeof routes)[number];

/** Who gets quota first among the parts routed to automation. */
export const lanes = ["high", "normal"] as const;
export type Lane = (typeof lanes)[number];

/** What a decision is made from: finite numbers rounded to 4 decimals, nothing missing. */
export interface Facts {
  readonly forcedRoute: "none" | Route;
  /** 0 to 1; 0 when the source has no score, and then `hasPriorityScore` is false. */
  readonly priorityScore: number;
  readonly hasPriorityScore: boolean;
  /** 0 to 1, weighted share of the fields that are filled. */
  readonly completeness: number;
  /** 0 to 1, smoothed share of scrapes of this manufacturer that succeeded. */
  readonly manufacturerReliability: number;
  /** 0 to 1, weighted mean of the three above. */
  readonly combinedScore: number;
  /** Automation tasks of this part that ended failed within 7 days. */
  readonly recentFailures: number;
}

/** One test of the winning rule with the value it saw. */
export interface ConditionResult {
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
  readonly actual: unknown;
  readonly isMet: boolean;
}

/** How a route came about: a rule matched, no rule did, it was forced from outside, or the engine failed. */
export type DecisionKind = "rule" | "otherwise" | "forced" | "error";

/** The route of one part, with everything needed to explain it later. */
export interface Decision {
  readonly kind: DecisionKind;
  readonly route: Route;
  readonly lane: Lane;
  readonly ruleId: string;
  readonly reason: string;
  /** 0 to 1: the distance of the nearest deciding fact from its threshold; 1 for forced decisions. */
  readonly confidence: number;
  readonly manualPriority: ManualPriority;
  readonly rulesetHash: string;
  readonly facts: Facts;
  readonly conditions: readonly ConditionResult[];
}
