import { problemPlace, problemText, type RulesetProblem } from "../decide/ruleset-problem.ts";
import type { FileCheck } from "../rules/check/check-rules-files.ts";
import { codeFrame } from "./render-code-frame.ts";
import { formatCounted } from "./terminal/format-count.ts";
import { symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { nearPath } from "./near-path.ts";
import { wrap } from "./terminal/wrap.ts";

const indent = "   ";

/** Every problem with the line it is in, what is sound, and the sum. */
export function renderCheck(checks: readonly FileCheck[], terminal: Terminal, cwd: string): string {
  const { colors } = terminal;
  const blocks = checks.flatMap((check) => [
    ...check.errors.map((problem) => block(check, problem, "failed")),
    ...check.warnings.map((problem) => block(check, problem, "warning")),
  ]);
  return [...blocks.map((lines) => `${lines.join("\n")}\n`), ...sound(), sum()].join("\n");

  function block(check: FileCheck, problem: RulesetProblem, kind: "failed" | "warning"): string[] {
    const place = problemPlace({ ...problem, file: shown(problem.file) });
    const message = wrap(problemText(problem), terminal.columns - indent.length);
    const frame =
      problem.position === null
        ? []
        : codeFrame(check.document.text, problem.position, terminal.columns - indent.length);
    return [
      `${symbol(kind, terminal)} ${colors.bold(place)}`,
      ...message.map((line) => indent + line),
      ...frame.map((line) => indent + colors.dim(line)),
    ];
  }

  function sound(): string[] {
    return checks
      .filter(({ errors }) => errors.length === 0)
      .map(({ file, ruleset }) => {
        const rules =
          ruleset &&
          `: ${formatCounted(ruleset.rules.length, "rule")}, ${ruleset.shadowRules.length} in shadow`;
        return `${symbol("completed", terminal)} ${shown(file)}${rules ?? ""}`;
      });
  }

  function shown(file: string): string {
    return nearPath(file, cwd);
  }

  function sum(): string {
    const errors = checks.flatMap((check) => check.errors).length;
    const warnings = checks.flatMap((check) => check.warnings).length;
    const kind = errors > 0 ? "failed" : warnings > 0 ? "warning" : "completed";
    const found = `${errors === 0 ? "no errors" : formatCounted(errors, "error")}${warnings === 0 ? "" : `, ${formatCounted(warnings, "warning")}`}`;
    return `${symbol(kind, terminal)} ${found} in ${formatCounted(checks.length, "file")}`;
  }
}
