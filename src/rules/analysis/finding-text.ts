import type { ThresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Facts } from "../../domain/decision.ts";
import { boxText } from "../boxes/box-text.ts";
import type { Finding } from "./finding.ts";

/** A finding as one sentence, and where it holds, box by box. */
export interface FindingText {
  readonly sentence: string;
  readonly where: readonly string[];
}

/** Says what was found and what may be done about it. */
export function findingText(finding: Finding, grid: ThresholdGrid): FindingText {
  const where = "where" in finding ? finding.where.map((box) => boxText(grid, box)) : [];
  return { sentence: sentenceOf(finding), where };
}

function sentenceOf(finding: Finding): string {
  switch (finding.kind) {
    case "never-matches":
      return `Rule "${finding.rule}" can never match: its conditions exclude each other.`;
    case "shadowed":
      return `Rule "${finding.rule}" never decides: wherever it matches, ${list(finding.by)} decides before it.`;
    case "invariant-broken": {
      const { invariant, before, after } = finding;
      return (
        `The invariant "${invariant.fact} ${invariant.direction}: never ${invariant.never}" is broken: ` +
        `${invariant.fact} ${valueOf(before.facts, invariant.fact)} is decided by ${before.rule}, ` +
        `${valueOf(after.facts, invariant.fact)} by ${after.rule}, with ${otherFacts(before.facts, invariant.fact)}.`
      );
    }
    case "gap":
      return "No rule matches here; `otherwise` decides:";
    case "redundant":
      return `Rule "${finding.rule}" is redundant: without it everything is decided the same.`;
    case "unused-threshold":
      return `The threshold "${finding.threshold}" decides nothing: neither a rule nor the lane reads it.`;
    case "unused-condition":
      return `The named condition "${finding.condition}" decides nothing: neither a rule nor the lane uses it.`;
    case "not-extracted":
      return (
        `Rule "${finding.rule}" decides only parts with a priority score below ${finding.floor}, ` +
        "which are not extracted (manualPriorityThreshold)."
      );
    case "constant-test": {
      const { fact, operator, value } = finding.test;
      const cause =
        finding.floor === null
          ? "earlier rules decide the other parts"
          : `parts below a priority score of ${finding.floor} are not extracted`;
      return (
        `In rule "${finding.rule}" the test ${fact} ${operator} ${String(value)} is ` +
        `${finding.isMet ? "always" : "never"} true when it is asked: ${cause}.`
      );
    }
    case "order-matters":
      return `"${finding.rule}" decides before "${finding.later}", which would send another way:`;
  }
}

function valueOf(facts: Facts, fact: string): string {
  return String(Object.entries(facts).find(([name]) => name === fact)?.[1]);
}

function otherFacts(facts: Facts, fact: string): string {
  return Object.entries(facts)
    .filter(([name]) => name !== fact)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" or ");
}
