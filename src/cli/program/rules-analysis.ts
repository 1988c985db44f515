import type { Command } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import { withCommon } from "../common-options.ts";
import type { AnalyzeOptions } from "../commands/rules-analyze.ts";
import type { DiffOptions } from "../commands/rules-diff.ts";
import type { Shell } from "../context.ts";

/** Adds the commands that look at rules without looking at parts. */
export function addRulesAnalysis(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("analyze"))
    .argument("[file]", "rules file; the one that runs use without it")
    .description(
      "gaps, rules that never decide, unused thresholds and conditions, broken invariants, where the order matters",
    )
    .option("--strict", "fail on warnings too")
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", analyzeHelp)
    .action(async (file: string | undefined, options: AnalyzeOptions) => {
      const { analyzeCommand } = await import("../commands/rules-analyze.ts");
      finish(analyzeCommand(shell, { ...options, file: file ?? null }));
    });
  withCommon(rules.command("diff"))
    .argument("<old>", "a rules file, `live`, `last`, or the first digits of a stored ruleset's hash")
    .argument("<new>", "the same")
    .description("exactly which parts two rulesets decide differently")
    .option("--markdown", "print it for a pull request")
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", diffHelp)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diffCommand } = await import("../commands/rules-diff.ts");
      finish(await diffCommand(shell, { ...options, before, after }));
    });
}

const analyzeHelp = `
Every combination of facts is looked at, as if facts did not depend on each other.
Exits with 6 on an error: a broken invariant, or a rule that never decides.

Examples:
  workflow rules analyze
  workflow rules analyze rules/strict-trigger.json --strict`;

const diffHelp = `
\`live\` is the file that runs use, \`last\` the rules of the latest batch.

Examples:
  workflow rules diff last live
  workflow rules diff live rules/strict-trigger.json
  workflow rules diff 3f2a9c1d live --markdown`;
