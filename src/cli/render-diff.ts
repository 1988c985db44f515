import { changeTexts, sourceTexts } from "../rules/diff/diff-text.ts";
import type { RulesetDiff } from "../rules/diff/diff-rulesets.ts";
import { symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** How a ruleset is named in a comparison. */
export interface DiffSide {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

const sideText = ({ name, version, hash }: DiffSide) => `${name} ${version} (${hash.slice(0, 8)})`;

/** A comparison for a terminal: each change with the parts it is about. */
export function renderDiff(before: DiffSide, after: DiffSide, diff: RulesetDiff, terminal: Terminal): string {
  const { colors } = terminal;
  const paragraph = (text: string, depth: number) =>
    wrap(text, terminal.columns - indent.length * depth)
      .map((line) => `${indent.repeat(depth)}${line}`)
      .join("\n");
  const changes = changeTexts(diff);
  return [
    `${symbol("rules", terminal)} ${colors.bold(`${sideText(before)} → ${sideText(after)}`)}`,
    ...(changes.length === 0
      ? [`${symbol("completed", terminal)} No decision changes.`]
      : [`${symbol("warning", terminal)} Decided differently:`]),
    ...changes.flatMap(({ sentence, where }) => [
      "",
      colors.bold(paragraph(sentence, 1)),
      ...where.map((box) => paragraph(box, 2)),
    ]),
    ...sourceTexts(diff).map((text) => paragraph(text, 1)),
  ].join("\n");
}

/** The same for a pull request. */
export function diffMarkdown(before: DiffSide, after: DiffSide, diff: RulesetDiff): string {
  const changes = changeTexts(diff);
  return [
    `### Rules: ${sideText(before)} → ${sideText(after)}`,
    "",
    changes.length === 0 ? "No decision changes." : "Decided differently:",
    ...changes.flatMap(({ sentence, where }) => [
      "",
      `- **${sentence}**`,
      ...where.map((box) => `  - ${box}`),
    ]),
    ...sourceTexts(diff).flatMap((text) => ["", text]),
  ].join("\n");
}
