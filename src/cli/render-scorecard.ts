import type {
  RulesetCard,
  RuleScore,
  Scorecard,
  SuccessRate,
  TrialScore,
} from "../rules/learning/scorecard.ts";
import { formatCount } from "./terminal/format-count.ts";
import { type Column, table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

type CardTerminal = Pick<Terminal, "colors" | "columns">;

/** The scorecard as a table per ruleset, the newest first, and what its numbers mean. */
export function renderScorecard(card: Scorecard, terminal: CardTerminal): string {
  const since = `since ${card.since.toISOString().slice(0, 10)}`;
  if (card.rulesets.length === 0) {
    return `No rule has decided a part ${since}: run "workflow run", or look further back with --since.`;
  }
  return [
    ...card.rulesets.map((ruleset) => rulesetText(ruleset, since, terminal)),
    ...card.trials.map((trial) => trialText(trial, terminal)),
    legend(card, terminal),
  ].join("\n\n");
}

function rulesetText(ruleset: RulesetCard<RuleScore>, since: string, terminal: CardTerminal): string {
  const { rules } = ruleset;
  const decided = rules.reduce((sum, rule) => sum + rule.decided, 0);
  const columns: Column<RuleScore>[] = [
    { header: "rule", value: (rule) => rule.ruleId, isWhole: true },
    { header: "parts", value: (rule) => formatCount(rule.decided), align: "right" },
    { header: "automated", value: automatedText, align: "right" },
    ...successColumns,
    { header: "review", value: reviewText, align: "right" },
    { header: "trial", value: (rule) => percent(rule.trialAgreement), align: "right" },
  ];
  const failures = rules.flatMap((rule) => {
    const classes = Object.entries(rule.failedByClass)
      .toSorted(([, one], [, other]) => other - one)
      .map(([name, count]) => `${formatCount(count)} ${name}`);
    return classes.length === 0 ? [] : indented(`${rule.ruleId} failed: ${classes.join(", ")}`, terminal);
  });
  const title = `${titleOf(ruleset)} · ${formatCount(decided)} decisions ${since}`;
  return [terminal.colors.bold(title), table(terminal, columns, rules), ...failures].join("\n");
}

function trialText(trial: Scorecard["trials"][number], terminal: CardTerminal): string {
  const what = trial.kind === "rules" ? "rules in shadow of" : "ruleset in shadow:";
  const columns: Column<TrialScore>[] = [
    { header: "rule", value: (trial) => trial.ruleId, isWhole: true },
    { header: "parts", value: (trial) => formatCount(trial.parts), align: "right" },
    { header: "agrees", value: (trial) => percent(trial.agreed / trial.parts), align: "right" },
    { header: "→ automation", value: (trial) => formatCount(trial.toAutomation), align: "right" },
    { header: "→ manual", value: (trial) => formatCount(trial.toManual), align: "right" },
    ...successColumns,
  ];
  return [terminal.colors.bold(`${what} ${titleOf(trial)}`), table(terminal, columns, trial.rules)].join(
    "\n",
  );
}

function titleOf({ name, version, hash }: RulesetCard<unknown>): string {
  return `${name} ${version} (${hash.slice(0, 8)})`;
}

const successColumns: Column<{ readonly success: SuccessRate }>[] = [
  { header: "success", value: ({ success }) => percent(success.rate), align: "right" },
  {
    header: "95 % interval",
    value: ({ success: { rate, interval } }) =>
      rate === null ? null : `${percent(interval.low) ?? ""} to ${percent(interval.high) ?? ""}`,
    align: "right",
  },
];

/** Parts automated against the rule are no work of the rule, and are told apart. */
function automatedText(rule: RuleScore): string {
  return rule.explored === 0 ? formatCount(rule.automated) : `${formatCount(rule.automated)} explored`;
}

function reviewText(rule: RuleScore): string | null {
  return rule.minutesPerReview === null ? null : `${rule.minutesPerReview.toFixed(1)} min`;
}

function percent(share: number | null): string | null {
  return share === null ? null : `${Math.round(share * 100)} %`;
}

function indented(text: string, { columns, colors }: CardTerminal): string[] {
  return wrap(text, columns - 2).map((line) => `  ${colors.dim(line)}`);
}

function legend(card: Scorecard, { columns, colors }: CardTerminal): string {
  const rules = card.rulesets.flatMap((ruleset) => ruleset.rules);
  const notes = [
    "success: lookups that completed, out of those that tell something about the part: completed, not_found, ambiguous_match or parse.",
    "95 % interval: by Wilson. Forced decisions are left out.",
    rules.some((rule) => rule.explored > 0) ? "explored: automated by chance, against the rule." : null,
    rules.some((rule) => rule.reviewed > 0) ? "review: mean time of a finished review." : null,
    card.trials.length > 0 ? "trial: decisions that the rules in shadow agree with." : null,
  ];
  return notes
    .flatMap((note) => (note === null ? [] : wrap(note, columns)))
    .map((line) => colors.dim(line))
    .join("\n");
}
