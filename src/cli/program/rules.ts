import type { Command } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import { withCommon } from "../common-options.ts";
import type { CommonOptions, Shell } from "../context.ts";
import { addRuleReading } from "./rule-reading.ts";
import { addRulesAnalysis } from "./rules-analysis.ts";

/** Adds `workflow rules …`: what analysts work with. */
export function addRules(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  const rules = root.command("rules").description("the rules: how they did, and what to change");
  addChecking(rules, shell, finish);
  addRuleReading(rules, shell, finish);
  addReplaying(rules, shell, finish);
  addRulesAnalysis(rules, shell, finish);
  addLearning(rules, shell, finish);
}

function addChecking(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("check"))
    .argument("[files...]", "files to check; every file of the rules folder without any")
    .description("every error of the rules: where it stands, and what was probably meant")
    .option("--force", "accept rules that send every part one way")
    .option("--output <file>", "write the result as JSON")
    .action(async (files: string[], options: CommonOptions & { force?: true; output?: string }) => {
      const { rulesCheckCommand } = await import("../commands/rules-check.ts");
      finish(rulesCheckCommand(shell, { ...options, files }));
    });
}

function addReplaying(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("simulate"))
    .argument("[file]", "rules file; the one that runs use without it")
    .description("stored decisions under these rules: which parts would go another way, and what that costs")
    .option("--since <when>", "90d, 12h, 4w, or a date such as 2026-11-01", "30d")
    .option("--markdown", "print it for a pull request")
    .option("--output <file>", "write the result as JSON")
    .action(
      async (
        file: string | undefined,
        options: CommonOptions & { since: string; markdown?: true; output?: string },
      ) => {
        const { simulateCommand } = await import("../commands/rules-simulate.ts");
        finish(await simulateCommand(shell, { ...options, file: file ?? null }));
      },
    );
}

function addLearning(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("scorecard"))
    .description(
      "per rule: decisions, how often automation worked out, failures, review time, rules on trial",
    )
    .option("--since <when>", "90d, 12h, 4w, or a date such as 2026-11-01", "90d")
    .option("--output <file>", "write the result as JSON")
    .action(async (options: CommonOptions & { since: string; output?: string }) => {
      const { scorecardCommand } = await import("../commands/rules-scorecard.ts");
      finish(await scorecardCommand(shell, options));
    });
  withCommon(rules.command("suggest"))
    .description("which threshold the outcomes speak against, as a diff to apply by hand; writes nothing")
    .option("--since <when>", "90d, 12h, 4w, or a date such as 2026-11-01", "90d")
    .option("--output <file>", "write the result as JSON")
    .action(async (options: CommonOptions & { since: string; output?: string }) => {
      const { suggestCommand } = await import("../commands/rules-suggest.ts");
      finish(await suggestCommand(shell, options));
    });
}
