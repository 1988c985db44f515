import type { EvaluatedTest } from "../decide/evaluated-condition.ts";
import type { DecidedCase } from "../rules/cases/run-cases.ts";
import { placeText } from "../rules/cases/place-text.ts";
import { caseText } from "../rules/cases/append-cases.ts";
import type { RulesetTest } from "../rules/cases/test-ruleset.ts";
import { testText } from "./condition-text.ts";
import { symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** The cases of one ruleset: how many passed, each that failed with the reason, and what no case reaches. */
export function renderRulesetTest(
  test: RulesetTest,
  options: { readonly minCoverage: number; readonly isWritten: boolean },
  terminal: Terminal,
): string {
  const { path, decided, failed, suggested } = test;
  const { colors } = terminal;
  const sign = symbol(failed.length === 0 ? "completed" : "failed", terminal);
  const passed = `${decided.length - failed.length} of ${decided.length} cases pass`;
  return [
    `${sign} ${colors.bold(passed)} in ${path}`,
    ...failed.flatMap((one) => failedLines(one, terminal)),
    ...coverageLines(test, options.minCoverage, terminal),
    ...(options.isWritten && suggested.length > 0
      ? [
          `${symbol("completed", terminal)} ${suggested.length} cases were added as the rules decide them today: read them`,
        ]
      : []),
    ...(options.isWritten || suggested.length === 0
      ? []
      : [
          "",
          "Missing cases, with the decisions as they are today; --write adds them:",
          "",
          suggested.map(caseText).join(",\n"),
        ]),
  ].join("\n");
}

function failedLines(one: DecidedCase, terminal: Terminal): readonly string[] {
  const lines = (text: string, depth: number) =>
    wrap(text, terminal.columns - depth * indent.length).map((line) => indent.repeat(depth) + line);
  const { conditions, ruleId } = one.decision;
  return [
    "",
    ...lines(one.name, 1).map((line) => terminal.colors.bold(line)),
    ...one.mismatches.flatMap((mismatch) => lines(mismatch, 2)).map((line) => terminal.colors.red(line)),
    ...lines(`${ruleId} decided: ${conditions.map(testText).join(", ")}`, 2),
    ...expectedRuleLines(one).flatMap((text) => lines(text, 2)),
  ];
}

/** Why the rule that was expected did not decide. */
function expectedRuleLines({ expect, decision, expectedTests }: DecidedCase): readonly string[] {
  if (expect.rule === decision.ruleId) return [];
  const unmet: readonly EvaluatedTest[] = expectedTests.filter(({ isMet }) => !isMet);
  return unmet.length === 0
    ? [`${expect.rule} matches too, but stands later in the file`]
    : [`${expect.rule} did not: ${unmet.map(testText).join(", ")}`];
}

const kinds = ["rule", "threshold", "region"] as const;
const shownAtMost = 10;

function coverageLines(
  { coverage }: RulesetTest,
  minCoverage: number,
  terminal: Terminal,
): readonly string[] {
  if (coverage === null) {
    return [`${symbol("warning", terminal)} too many regions to measure what the cases cover`];
  }
  const { covered, missing, percent } = coverage;
  const counts = kinds.map((kind) => {
    const reached = covered.filter((unit) => unit.kind === kind).length;
    return `${reached} of ${reached + missing.filter((unit) => unit.kind === kind).length} ${kindNames[kind]}`;
  });
  const isEnough = percent >= minCoverage;
  const least = minCoverage === 0 ? "" : ` (at least ${minCoverage} % are asked for)`;
  const more =
    missing.length > shownAtMost
      ? [`${indent}and ${missing.length - shownAtMost} more; --suggest writes cases for them`]
      : [];
  return [
    `${symbol(isEnough ? "completed" : "failed", terminal)} coverage ${percent.toFixed(0)} %: ${counts.join(", ")}${least}`,
    ...missing
      .slice(0, shownAtMost)
      .flatMap((unit) =>
        wrap(`not reached: ${placeText(unit)}`, terminal.columns - indent.length).map(
          (line) => indent + line,
        ),
      ),
    ...more,
  ];
}

const kindNames = { rule: "rules", threshold: "sides of thresholds", region: "regions" } as const;
