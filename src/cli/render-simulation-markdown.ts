import type { RuleChange, Simulation } from "../rules/simulate/simulation.ts";
import { costLines, evidenceLines, partText, totalsRows } from "./simulation-text.ts";
import { formatCount } from "./terminal/format-count.ts";

/** A simulation as Markdown, to be put into a pull request. */
export function simulationMarkdown(simulation: Simulation): string {
  const { ruleset, since, decisions, flips, ruleChanges } = simulation;
  return [
    `### ${ruleset.name} ${ruleset.version} on ${formatCount(decisions)} stored decisions`,
    "",
    `Decisions since ${since.toISOString().slice(0, 10)}, ruleset \`${ruleset.hash.slice(0, 8)}\`.`,
    ...simulation.notes,
    "",
    "| | was | would be | change |",
    "| --- | ---: | ---: | ---: |",
    ...totalsRows(simulation).map(
      ({ name, before, after, difference }) =>
        `| ${name} | ${formatCount(before)} | ${formatCount(after)} | ${difference} |`,
    ),
    "",
    ...changesTable("Parts that go another way", flips),
    ...changesTable("Same way by another rule", ruleChanges),
    ...[...costLines(simulation), ...evidenceLines(simulation)].map((line) => `- ${line}`),
  ].join("\n");
}

function changesTable(title: string, changes: readonly RuleChange[]): readonly string[] {
  if (changes.length === 0) return [];
  return [
    `#### ${title}`,
    "",
    "| decisions | was | would be | completed | failed on the part | examples |",
    "| ---: | --- | --- | ---: | ---: | --- |",
    ...changes.map(({ decisions, from, to, outcomes, samples }) => {
      const examples = samples.map((sample) => cell(partText(sample))).join("<br>");
      const known = `${formatCount(outcomes.completed)} | ${formatCount(outcomes.faulted)}`;
      return `| ${formatCount(decisions)} | ${from.route}, \`${from.ruleId}\` | ${to.route}, \`${to.ruleId}\` | ${known} | ${examples} |`;
    }),
    "",
  ];
}

/** Text of the source inside a table cell: nothing in it may end the cell or become markup. */
function cell(text: string): string {
  return text.replaceAll(/[\\`*_|<>[\]]/g, String.raw`\$&`).replaceAll(/\s+/g, " ");
}
