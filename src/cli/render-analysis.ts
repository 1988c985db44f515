import type { Severity } from "../rules/analysis/finding.ts";
import type { FindingText } from "../rules/analysis/finding-text.ts";
import type { RouteSummary } from "../rules/analysis/rule-regions.ts";
import { formatCount } from "./terminal/format-count.ts";
import { symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

/** A finding in words, with its place in the file where it has one. */
export type ReportedFinding = FindingText & { readonly severity: Severity; readonly place: string | null };

const indent = "   ";
const shownBoxes = 4;
const sections = [
  ["error", "failed", "Errors"],
  ["warning", "warning", "Warnings"],
  ["note", "report", "Notes: how the rules depend on each other"],
] as const;

/** An analysis for a terminal: what goes where, then the findings, the gravest first. */
export function renderAnalysis(
  analysis: {
    readonly ruleset: { readonly name: string; readonly version: string; readonly hash: string };
    readonly routes: RouteSummary;
    readonly findings: readonly ReportedFinding[];
  },
  terminal: Terminal,
): string {
  const { ruleset, routes, findings } = analysis;
  const { colors } = terminal;
  const paragraph = (text: string, depth = 1) =>
    wrap(text, terminal.columns - indent.length * depth)
      .map((line) => `${indent.repeat(depth)}${line}`)
      .join("\n");
  const total = routes.automation.cells + routes.manual.cells;
  const share = (route: "automation" | "manual") =>
    `${formatCount(routes[route].cells)} of ${formatCount(total)} cells in ${formatCount(routes[route].regions)} regions to ${route}`;
  const block = ({ sentence, where, place }: ReportedFinding) => [
    paragraph(sentence),
    ...where.slice(0, shownBoxes).map((box) => paragraph(box, 2)),
    ...(where.length > shownBoxes ? [paragraph(`and ${where.length - shownBoxes} more (--json)`, 2)] : []),
    ...(place === null ? [] : [colors.dim(paragraph(place, 2))]),
  ];
  return [
    `${symbol("rules", terminal)} ${colors.bold(`${ruleset.name} ${ruleset.version} (${ruleset.hash.slice(0, 8)})`)}`,
    paragraph(`${share("automation")}, ${share("manual")}; forced routes left out`),
    ...sections.flatMap(([severity, sign, title]) => {
      const own = findings.filter((finding) => finding.severity === severity);
      return own.length === 0
        ? []
        : ["", `${symbol(sign, terminal)} ${colors.bold(title)}`, ...own.flatMap(block)];
    }),
    ...(findings.length === 0 ? ["", `${symbol("completed", terminal)} Nothing to remark.`] : []),
  ].join("\n");
}
