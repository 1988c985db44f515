import type { Command } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import type { ExplainOptions } from "../commands/rules-explain.ts";
import type { RulesTestOptions } from "../commands/rules-test.ts";
import { withCommon } from "../common-options.ts";
import type { CommonOptions, Shell } from "../context.ts";
import { parseCount } from "../parse-arguments.ts";

/** Adds the commands that tell what rules do: their cases, their documents, explanations of decisions. */
export function addRuleReading(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  addTesting(rules, shell, finish);
  addExplaining(rules, shell, finish);
}

function addTesting(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("test"))
    .argument("[files...]", "rules files; every one that has cases beside it without them")
    .description("the cases beside rules files: whether they hold, and what of the rules no case reaches")
    .option("--min-coverage <percent>", "fail below so much of the rules, thresholds and regions", percent, 0)
    .option("--suggest", "print the missing cases, with the decisions as they are today")
    .option("--write", "add the missing cases to the file")
    .option("--output <file>", "write the result as JSON")
    .action(async (files: string[], options: RulesTestOptions) => {
      const { rulesTestCommand } = await import("../commands/rules-test.ts");
      finish(await rulesTestCommand(shell, { ...options, files }));
    });
}

const percent = (text: string) => parseCount("--min-coverage", text, { min: 0, max: 100 });

function addExplaining(rules: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(rules.command("explain"))
    .description(
      "why a part went the way it did, and the smallest change that would have sent it the other way",
    )
    .requiredOption("--part <mpn>", "manufacturer part number")
    .option("--manufacturer <name>", 'where several parts have this number; "" for the one without')
    .option("--batch <batch>", "in this batch; in the latest one without it")
    .option("--output <file>", "write the result as JSON")
    .action(async (options: ExplainOptions) => {
      const { explainCommand } = await import("../commands/rules-explain.ts");
      finish(await explainCommand(shell, options));
    });
  withCommon(rules.command("try"))
    .argument("<facts>", "JSON file with the facts of a part; - for stdin")
    .description("what is decided of given facts, and why")
    .option("--rules <file>", "rules file; the one that runs use without it")
    .option("--output <file>", "write the result as JSON")
    .action(async (file: string, options: CommonOptions & { rules?: string; output?: string }) => {
      const { tryCommand } = await import("../commands/rules-explain.ts");
      finish(await tryCommand(shell, { ...options, file }));
    });
  withCommon(rules.command("docs"))
    .argument("[files...]", "rules files; every one that has cases beside it without them")
    .description("write rules as Markdown beside them: a sentence per rule, a table, a picture")
    .option("--check", "write nothing; fail when what stands there is stale")
    .action(async (files: string[], options: CommonOptions & { check?: true }) => {
      const { rulesDocsCommand } = await import("../commands/rules-docs.ts");
      finish(rulesDocsCommand(shell, { ...options, files }));
    });
}
