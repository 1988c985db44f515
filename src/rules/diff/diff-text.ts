import { boxText } from "../boxes/box-text.ts";
import type { DecisionChange, RulesetDiff } from "./diff-rulesets.ts";
import type { DecidedBy, DetailChange } from "./verdict-change.ts";

/** One change in words: what was decided and what would be, and for which parts. */
export interface ChangeText {
  readonly sentence: string;
  readonly where: readonly string[];
}

/** The changes of a diff in words. */
export function changeTexts({ changes, grid }: RulesetDiff): readonly ChangeText[] {
  return changes.map((change) => ({
    sentence: sentenceOf(change),
    where: change.where.map((box) => boxText(grid, box)),
  }));
}

/** What is made from the source differently, as sentences. */
export function sourceTexts({ factSources }: RulesetDiff): readonly string[] {
  return factSources.map((source) => {
    switch (source) {
      case "combinedScore":
        return "The weights of the combined score differ: parts may have another combinedScore.";
      case "reliability":
        return "Reliability is computed differently: parts may have another manufacturerReliability.";
      case "failureWindowDays":
        return "Failures count for another number of days: parts may have other recentFailures.";
      case "completeness":
        return "The weights of completeness differ: parts may have another completeness.";
    }
  });
}

function sentenceOf({ before, after, details }: DecisionChange): string {
  const [old, now] = [sideText(before), sideText(after)];
  return [old === now ? now : `${old} → ${now}`, ...details.map(detailText)].join(", ");
}

function sideText({ route, ruleId, manualPriority }: DecidedBy): string {
  return `${route}${manualPriority === null ? "" : ` (${manualPriority})`} by ${ruleId}`;
}

function detailText({ detail, before, after }: DetailChange): string {
  switch (detail) {
    case "manualPriority":
      return `priority if it fails ${before} → ${after}`;
    case "lane":
      return `lane ${before} → ${after}`;
    case "reason":
      return `reason "${before}" → "${after}"`;
    case "confidence":
      return `confidence ${before ?? "computed"} → ${after ?? "computed"}`;
  }
}
