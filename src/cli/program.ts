import { Argument, Command, Option } from "commander";
import type { ExitCode } from "../domain/fault.ts";
import type { CommonOptions, Shell } from "./context.ts";
import { addReplay } from "./program/replay.ts";
import { addSandbox } from "./program/sandbox.ts";
import { addDoctor } from "./program/doctor.ts";
import { addQuarantine } from "./program/quarantine.ts";
import { addRules } from "./program/rules.ts";
import { count, localText, maxLimit, withCommon } from "./common-options.ts";
import { parseDay, parsePriority, parseScore } from "./parse-arguments.ts";
import type { RunOptions } from "./commands/run.ts";
import type { DatabaseAction } from "./commands/db.ts";

/**
 * The command line. Each command loads its own code when it is called, so that a quick one stays quick; the exit
 * code is handed to `finish`.
 */
export function program(shell: Shell, finish: (code: ExitCode) => void): Command {
  const root = new Command("workflow")
    .description(
      "Takes electronic parts by priority, decides by rules, enriches them or hands them to people.",
    )
    .helpCommand(false)
    .addHelpText("after", rootHelp);
  addRun(root, shell, finish);
  addReplay(root, shell, finish);
  addReading(root, shell, finish);
  addRules(root, shell, finish);
  addQuarantine(root, shell, finish);
  addDoctor(root, shell, finish);
  addUpkeep(root, shell, finish);
  return root;
}

function addRun(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(root.command("run"))
    .description("take parts from the source, decide, look up, file manual tasks")
    .option("--limit <n>", `parts to take, 1 to ${maxLimit} (default: 100)`, count("--limit", maxLimit))
    .option("--date <day>", "a business day such as 2026-11-20: take what is left of it", parseDay)
    .option(
      "--priority-threshold <score>",
      "least priority score, 0 to 1 (default: MANUAL_PRIORITY_THRESHOLD)",
      (text) => parseScore("--priority-threshold", text),
    )
    .option("--force-manual", "send every part to a person")
    .option("--force-automation", "look every part up")
    .option("--refresh", "take parts again that were completed on an earlier day")
    .option("--source <file>", "source table: a .parquet, .csv or .jsonl file")
    .option("--dry-run", "show what would be taken and decided; write nothing")
    .option("--local", localText)
    .addOption(
      new Option("--detach", "start the run on Trigger.dev and return at once").conflicts([
        "local",
        "dryRun",
      ]),
    )
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", runHelp)
    .action(async (options: RunOptions) => {
      const { runCommand } = await import("./commands/run.ts");
      finish(await runCommand(shell, options));
    });
  withCommon(root.command("resume"))
    .argument("[batch]", "one batch; every unfinished one without it")
    .description("finish in this process what an interrupted run began")
    .action(async (batchId: string | undefined, options: CommonOptions) => {
      const { resumeCommand } = await import("./commands/resume.ts");
      finish(await resumeCommand(shell, { ...options, batchId: batchId ?? null }));
    });
}

function addReading(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(root.command("status"))
    .argument("[batch]", "batch id; the latest without it")
    .description("one batch: result, sums, times, what is left to do")
    .option("--output <file>", "write the result as JSON")
    .action(async (batchId: string | undefined, options: CommonOptions & { output?: string }) => {
      const { statusCommand } = await import("./commands/status.ts");
      finish(await statusCommand(shell, { ...options, batchId: batchId ?? null }));
    });
  withCommon(root.command("pending"))
    .description("manual tasks that wait for a person, the most urgent first")
    .option("--limit <n>", "tasks to show", count("--limit", maxLimit), 20)
    .option("--priority <priority>", "high, medium or low", parsePriority)
    .option("--output <file>", "write the result as JSON")
    .action(
      async (
        options: CommonOptions & { limit: number; priority?: "high" | "medium" | "low"; output?: string },
      ) => {
        const { pendingCommand } = await import("./commands/pending.ts");
        finish(await pendingCommand(shell, { ...options, priority: options.priority ?? null }));
      },
    );
  withCommon(root.command("cost"))
    .description("what a day of so many parts costs on Trigger.dev, and what limits it")
    .option("--parts <n>", "parts a day", count("--parts", 1_000_000_000))
    .option("--output <file>", "write the result as JSON")
    .action(async (options: CommonOptions & { parts?: number; output?: string }) => {
      const { costCommand } = await import("./commands/cost.ts");
      finish(costCommand(shell, options));
    });
  withCommon(root.command("config"))
    .description("every setting with its value and where it came from")
    .option("--show", "print them (the default)")
    .action(async (options: CommonOptions) => {
      const { configCommand } = await import("./commands/config.ts");
      finish(configCommand(shell, options));
    });
}

function addUpkeep(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(root.command("db"))
    .addArgument(new Argument("<action>").choices(["start", "stop", "status", "migrate", "reset"]))
    .description("the embedded database: start, stop, status, migrate, reset")
    .option("--yes", "reset without asking")
    .action(async (action: DatabaseAction, options: CommonOptions & { yes?: true }) => {
      const { dbCommand } = await import("./commands/db.ts");
      finish(await dbCommand(shell, { ...options, action, yes: options.yes === true }));
    });
  addSandbox(root, shell, finish);
}

const runHelp = `
Examples:
  workflow run --limit 50
  workflow run --limit 20 --force-manual
  workflow run --limit 100 --priority-threshold 0.7
  workflow run --limit 50 --output results.json
  workflow run --limit 50 --dry-run
  workflow run --limit 50 --detach

With TRIGGER_SECRET_KEY the run is made on Trigger.dev, with the settings of its
workers, and followed in the ledger of DATABASE_URL. Ctrl-C then only stops
following it. A dry run is always made in this process.`;

const rootHelp = `
Examples:
  workflow run --limit 50                     one run over the 50 most urgent parts that are due
  workflow status                             how the latest batch went
  workflow pending --priority high --limit 20 what people have to look at
  workflow config --show                      every setting and its origin

Exit codes:
  0 done   2 wrong arguments or configuration   3 source   4 database   5 provider   6 rules
  7 no such batch   8 files   9 doctor found a fault   10 a batch or run failed as a whole   11 Trigger.dev
  130 interrupted   1 a bug`;
