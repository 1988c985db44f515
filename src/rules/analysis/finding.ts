import type { Box } from "../../decide/cells/box.ts";
import type { ConditionTest } from "../../decide/condition.ts";
import type { Invariant } from "../../decide/ruleset-schema.ts";
import type { Facts } from "../../domain/decision.ts";

/** Something about a ruleset that an analyst should know. */
export type Finding =
  /** No part there can be meets the rule's conditions. */
  | { readonly kind: "never-matches"; readonly rule: string }
  /** Wherever the rule matches, an earlier one decides. */
  | { readonly kind: "shadowed"; readonly rule: string; readonly by: readonly string[] }
  /** A promise of the file does not hold between two neighbouring parts. */
  | {
      readonly kind: "invariant-broken";
      readonly invariant: Invariant;
      readonly before: { readonly facts: Facts; readonly rule: string };
      readonly after: { readonly facts: Facts; readonly rule: string };
    }
  /** No rule matches here, so `otherwise` decides. */
  | { readonly kind: "gap"; readonly where: readonly Box[] }
  /** Without the rule everything is decided the same, to the reason. */
  | { readonly kind: "redundant"; readonly rule: string }
  /** Neither a rule nor the lane reads the threshold. */
  | { readonly kind: "unused-threshold"; readonly threshold: string }
  /** Neither a rule nor the lane uses the named condition. */
  | { readonly kind: "unused-condition"; readonly condition: string }
  /** The rule decides only parts below the least priority score that is extracted. */
  | { readonly kind: "not-extracted"; readonly rule: string; readonly floor: number }
  /** Where the rule is asked, its test has always the same answer. */
  | {
      readonly kind: "constant-test";
      readonly rule: string;
      readonly test: ConditionTest;
      readonly isMet: boolean;
      /** The least extracted priority score when only that makes it constant. */
      readonly floor: number | null;
    }
  /** Where the first of two rules decides, the second matches too and would send the part another way. */
  | {
      readonly kind: "order-matters";
      readonly rule: string;
      readonly later: string;
      readonly where: readonly Box[];
    };

/** An error makes the file wrong, a warning is worth a look, a note is how the rules work. */
export type Severity = "error" | "warning" | "note";

/** How much a finding weighs. */
export function severityOf(finding: Finding): Severity {
  switch (finding.kind) {
    case "never-matches":
    case "shadowed":
    case "invariant-broken":
      return "error";
    case "gap":
    case "redundant":
    case "unused-threshold":
    case "unused-condition":
    case "not-extracted":
      return "warning";
    case "constant-test":
      return finding.floor !== null && !finding.isMet ? "warning" : "note";
    case "order-matters":
      return "note";
  }
}
