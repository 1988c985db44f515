import type { OutcomeWorth } from "../rules/learning/route-change.ts";
import {
  type Advice,
  leastEvidence,
  type ThresholdAdvice,
  type TriedCut,
} from "../rules/learning/suggest-thresholds.ts";
import { formatCount } from "./terminal/format-count.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const applyNote =
  "Nothing was written. The one change that is worth most, for you to review and then to apply with git apply:";

type AdviceResult = Advice &
  OutcomeWorth & { readonly since: Date; readonly breakEvenRate: number; readonly diff: string | null };

/** What the outcomes say about each threshold, and the diff of the move that is worth most. */
export function renderAdvice(advice: AdviceResult, terminal: Pick<Terminal, "colors" | "columns">): string {
  const { colors, columns } = terminal;
  const head = [
    `${formatCount(advice.decisions)} decisions since ${advice.since.toISOString().slice(0, 10)}, ${formatCount(advice.explored)} of them automated by chance.`,
    `A review costs ${advice.reviewMinutes} minutes, a failed lookup ${advice.failureLossMinutes} more, a completed one is worth ${advice.successGainMinutes} more than the review it saves: automation pays from ${percent(advice.breakEvenRate)} success.`,
  ];
  const rows = table(
    terminal,
    [
      { header: "threshold", value: (row) => row.name, isWhole: true },
      { header: "now", value: (row) => row.now },
      { header: "cut", value: (row) => cutOf(row)?.value ?? null },
      { header: "min per 1,000 parts", value: valueText, align: "right" },
      { header: "", value: verdictText, isWhole: true },
    ],
    advice.thresholds,
  );
  const details = advice.thresholds.flatMap((row) => detailsOf(row));
  const notes = [
    `${formatCount(advice.cutsCompared)} cuts have ${leastEvidence} lookups or more to go by, and the intervals in brackets hold for all of them at once, at 95 %.`,
    "Success is estimated by inverse propensity, with Wilson's interval at the effective sample.",
    ...(advice.thresholds.some(({ kind }) => kind === "too_little_evidence")
      ? [
          `Parts that the rules send to people have outcomes only where explorationRate is above 0: a cut needs ${leastEvidence} lookups among the parts it moves.`,
        ]
      : []),
  ];
  const wrapped = (texts: readonly string[], indent = "") =>
    texts.flatMap((text) => wrap(text, columns - indent.length)).map((line) => indent + line);
  const dimmed = (lines: readonly string[]) => lines.map((line) => colors.dim(line));
  const ending =
    advice.diff === null ? "Nothing to change." : `${wrapped([applyNote]).join("\n")}\n\n${advice.diff}`;
  return [
    wrapped(head).join("\n"),
    [rows, ...dimmed(wrapped(details, "  "))].join("\n"),
    dimmed(wrapped(notes)).join("\n"),
    ending,
  ].join("\n\n");
}

function cutOf(row: ThresholdAdvice): TriedCut | null {
  return "cut" in row ? row.cut : null;
}

function valueText(row: ThresholdAdvice): string | null {
  const cut = cutOf(row);
  if (cut === null) return null;
  const { estimate, low, high } = cut.perThousand;
  return `${signed(estimate)} (${signed(low)} to ${signed(high)})`;
}

function verdictText(row: ThresholdAdvice): string {
  switch (row.kind) {
    case "move":
      return "better";
    case "keep":
      return row.cut.perThousand.high < 0 ? "worse" : "uncertain";
    case "too_little_evidence":
      return `${formatCount(row.evidence)} of ${leastEvidence} lookups`;
    case "no_effect":
      return "no effect";
    case "set_by_configuration":
      return "configured";
  }
}

/** Why a cut is worth what it is: how many parts it moves, and how lookups of such parts ended. */
function detailsOf(row: ThresholdAdvice): string[] {
  const cut = cutOf(row);
  if (cut === null) return [];
  return cut.changes.map(
    ({ to, parts, successRate, successInterval: { low, high }, evidence, effectiveSample }) =>
      `${row.name} ${cut.value}: ${formatCount(parts)} parts go to ${to === "manual" ? "people" : to}, success ${percent(successRate ?? 0)} (${percent(low)} to ${percent(high)}), ${formatCount(evidence)} lookups, effective sample ${formatCount(effectiveSample)}`,
  );
}

function signed(minutes: number): string {
  const rounded = Math.round(minutes);
  return rounded > 0 ? `+${formatCount(rounded)}` : formatCount(rounded);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
