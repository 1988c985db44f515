import type { RuleChange, Simulation } from "../rules/simulate/simulation.ts";
import { changeText, costLines, evidenceLines, partText, totalsRows } from "./simulation-text.ts";
import { formatCount } from "./terminal/format-count.ts";
import { symbol } from "./terminal/symbol.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** A simulation for a terminal: the sums, each change with parts to look at, what it costs. */
export function renderSimulation(simulation: Simulation, terminal: Terminal): string {
  const { ruleset, since, decisions, flips, ruleChanges } = simulation;
  const { colors } = terminal;
  const paragraph = (text: string) =>
    wrap(text, terminal.columns - indent.length)
      .map((line) => `${indent}${line}`)
      .join("\n");
  const heading = (name: Parameters<typeof symbol>[0], text: string) =>
    `${symbol(name, terminal)} ${colors.bold(text)}`;
  const change = (one: RuleChange) =>
    [paragraph(changeText(one)), colors.dim(paragraph(one.samples.map(partText).join("; ")))].join("\n");
  return [
    heading("rules", `${ruleset.name} ${ruleset.version} (${ruleset.hash.slice(0, 8)})`),
    paragraph(`replayed on ${formatCount(decisions)} decisions since ${since.toISOString().slice(0, 10)}`),
    ...simulation.notes.map(paragraph),
    "",
    totals(simulation, terminal),
    "",
    ...(flips.length === 0
      ? [heading("completed", "No part goes another way.")]
      : [heading("warning", `${formatCount(sum(flips))} parts go another way:`), ...flips.map(change)]),
    ...(ruleChanges.length === 0
      ? []
      : [
          "",
          heading("report", `${formatCount(sum(ruleChanges))} keep their way by another rule:`),
          ...ruleChanges.map(change),
        ]),
    "",
    heading("report", "What it comes to"),
    ...[...costLines(simulation), ...evidenceLines(simulation)].map(paragraph),
  ].join("\n");
}

function totals(simulation: Simulation, { columns, colors }: Terminal): string {
  const rows = table(
    { columns: columns - indent.length, colors },
    [
      { header: "", value: ({ name }) => name },
      { header: "was", value: ({ before }) => formatCount(before), align: "right" },
      { header: "would be", value: ({ after }) => formatCount(after), align: "right" },
      { header: "change", value: ({ difference }) => difference, align: "right" },
    ],
    totalsRows(simulation),
  );
  return rows.replaceAll(/^/gm, indent);
}

function sum(changes: readonly RuleChange[]): number {
  return changes.reduce((total, { decisions }) => total + decisions, 0);
}
