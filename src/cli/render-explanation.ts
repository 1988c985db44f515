import type { Explanation, RouteFlip } from "../rules/explain/explain-facts.ts";
import { testText } from "./condition-text.ts";
import { symbol } from "./terminal/symbol.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** Why facts are decided as they are: the rule with its tests, the rules before it, what would flip the route. */
export function renderExplanation(
  { decision, passedOver, flips, ruleset }: Explanation,
  about: readonly string[],
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const lines = (text: string) => wrap(text, terminal.columns - indent.length).map((line) => indent + line);
  const goes = `${decision.route} by ${decision.ruleId}`;
  const detail =
    decision.route === "manual" ? `priority ${decision.manualPriority}` : `${decision.lane} lane`;
  return [
    `${symbol(decision.route === "manual" ? "manual" : "automation", terminal)} ${colors.bold(goes)} (${detail})`,
    ...about.flatMap(lines),
    ...lines(decision.reason),
    ...lines(`decided by ${ruleset.name} ${ruleset.version} (${ruleset.hash.slice(0, 8)})`),
    ...decision.conditions.flatMap((test) => lines(testText(test))),
    ...(passedOver.length === 0 ? [] : ["", colors.bold("Rules passed over")]),
    ...passedOver.flatMap(({ ruleId, blockedBy }) =>
      lines(`${ruleId}: ${blockedBy.map(testText).join(", ")}`),
    ),
    "",
    ...flipLines(flips, terminal),
  ].join("\n");
}

function flipLines(flips: readonly RouteFlip[], terminal: Terminal): readonly string[] {
  if (flips.length === 0) return ["No change of a single fact would send the part the other way."];
  const rows = table(
    { columns: terminal.columns - indent.length, colors: terminal.colors },
    [
      { header: "fact", value: ({ fact }: RouteFlip) => fact },
      { header: "is", value: ({ from }) => String(from), align: "right" },
      { header: "would be", value: ({ to }) => String(to), align: "right" },
      { header: "route", value: ({ route }) => route },
      { header: "rule", value: ({ ruleId }) => ruleId },
    ],
    flips,
  );
  return [
    terminal.colors.bold("The smallest change of one fact that would flip the route"),
    rows.replaceAll(/^/gm, indent),
  ];
}
