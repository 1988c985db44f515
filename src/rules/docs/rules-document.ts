import { describeSpan } from "../../decide/cells/describe-box.ts";
import { decidingConditions, type ThresholdGrid, thresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Outcome } from "../../decide/ruleset-schema.ts";
import type { RoutingRule, Ruleset } from "../../decide/ruleset.ts";
import { regionMap, type RegionMap } from "../regions.ts";
import { conditionText, factText } from "./condition-phrase.ts";
import { markdownTable } from "./markdown-table.ts";

/** A ruleset for people, in Markdown: a sentence per rule, a table of its regions, a picture. Same rules, same text. */
export function rulesDocument(ruleset: Ruleset, fileName: string): string {
  const { name, version, rules, lane, otherwise, shadowRules } = ruleset;
  const grid = thresholdGrid(
    [...decidingConditions(ruleset), ...shadowRules.map(({ when }) => when)],
    "decision",
  );
  if (grid === null) throw new Error("the ruleset has a test that is not constant within threshold cells");
  return [
    `# ${name} ${version}`,
    "",
    `Made of [${fileName}](${fileName}) by \`workflow rules docs\`: change that file, not this one.`,
    "",
    "## Rules",
    "",
    "The first one that matches decides.",
    "",
    ...rules.map((rule, index) => `${index + 1}. ${ruleSentence(rule, grid)}`),
    "",
    `If none matches, the part goes to ${outcomeText(otherwise)}: ${otherwise.reason}.`,
    "",
    `An automated part gets quota first if ${conditionText(lane, grid)}.`,
    ...shadowLines(ruleset, grid),
    "",
    "## Decision table",
    "",
    ...tableLines(regionMap(ruleset)),
    "",
    "## Flow",
    "",
    "```mermaid",
    ...flowLines(ruleset, grid),
    "```",
    "",
  ].join("\n");
}

function ruleSentence({ id, description, when, then }: RoutingRule, grid: ThresholdGrid): string {
  const why = description === null ? "" : ` ${description}`;
  return `**${id}**: if ${conditionText(when, grid)}, the part goes to ${outcomeText(then)}.${why}`;
}

function outcomeText(outcome: Outcome): string {
  return outcome.route === "manual" ? `a person with ${outcome.manualPriority} priority` : "automation";
}

function shadowLines({ shadowRules }: Ruleset, grid: ThresholdGrid): readonly string[] {
  if (shadowRules.length === 0) return [];
  return [
    "",
    "On trial, recorded and deciding nothing:",
    "",
    ...shadowRules.map((rule) => `- ${ruleSentence(rule, grid)}`),
  ];
}

/** One row for each region; a fact that no region limits has no column. */
function tableLines(map: RegionMap | null): readonly string[] {
  if (map === null) return ["There are too many regions for a table."];
  const rows = map.regions.map(({ ruleId, outcome, box }) => ({
    limits: map.grid.map((axis, index) => {
      const span = box[index];
      return (span === undefined ? null : describeSpan(axis, span)) ?? "any";
    }),
    decision: [outcomeText(outcome), ruleId],
  }));
  const used = map.grid.flatMap((_, axis) =>
    rows.some(({ limits }) => limits[axis] !== "any") ? [axis] : [],
  );
  const headings = used.map((axis) => factText(map.grid[axis]?.fact ?? ""));
  return markdownTable(
    [...headings, "goes to", "rule"],
    rows.map(({ limits, decision }) => [...used.map((axis) => limits[axis] ?? "any"), ...decision]),
  );
}

function flowLines({ rules, otherwise }: Ruleset, grid: ThresholdGrid): readonly string[] {
  const outcomes = [...rules.map(({ then }) => then), otherwise];
  const ends = [...new Set(outcomes.map(outcomeText))];
  const endOf = (outcome: Outcome) => `end${ends.indexOf(outcomeText(outcome)) + 1}`;
  const next = (index: number) => (index < rules.length ? `rule${index + 1}` : endOf(otherwise));
  return [
    "flowchart TD",
    `  part([part]) --> ${next(0)}`,
    ...rules.flatMap(({ id, when, then }, index) => [
      `  rule${index + 1}{"${id}<br/>${conditionText(when, grid)}"}`,
      `  rule${index + 1} -->|yes| ${endOf(then)}`,
      `  rule${index + 1} -->|no| ${next(index + 1)}`,
    ]),
    ...ends.map((end, index) => `  end${index + 1}["${end}"]`),
  ];
}
