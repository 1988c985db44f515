import { type Command, Option } from "commander";
import { errorClasses } from "../../domain/error-class.ts";
import type { ExitCode } from "../../domain/fault.ts";
import { replayableStatuses } from "../../domain/replay-request.ts";
import type { ReplayOptions } from "../commands/replay.ts";
import { count, localText, maxLimit, withCommon } from "../common-options.ts";
import type { CommonOptions, Shell } from "../context.ts";

/** Adds the commands that run again what went wrong, and what is due. */
export function addReplay(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(root.command("replay"))
    .description("run parts of a batch again that failed; what is finished stays, and costs no call")
    .requiredOption("--batch <batch>", "the batch")
    .addOption(
      new Option("--status <status>", "failed parts, or those deferred to later, now")
        .choices(replayableStatuses)
        .default("failed"),
    )
    .addOption(new Option("--error-class <class>", "only parts that failed so").choices(errorClasses))
    .option("--part <mpn>", "only this part number")
    .option("--limit <n>", "most parts, the most urgent first", count("--limit", maxLimit))
    .option("--redecide", "decide what is not finished anew, by the latest rules")
    .option("--reason <text>", "what had gone wrong: the name under which the replay is remembered")
    .option("--dry-run", "show which parts; write nothing")
    .option("--local", localText)
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", replayHelp)
    .action(async (options: ReplayOptions) => {
      const { replayCommand } = await import("../commands/replay.ts");
      finish(await replayCommand(shell, options));
    });
  withCommon(root.command("sweep"))
    .description("put right what crashes have left: leases, missing manual tasks, unfinished batches")
    .option("--output <file>", "write the result as JSON")
    .action(async (options: CommonOptions & { output?: string }) => {
      const { sweepCommand } = await import("../commands/sweep.ts");
      finish(await sweepCommand(shell, options));
    });
  const schedule = root.command("schedule").description("the daily run: when it is due, and making it");
  withCommon(schedule.command("next"))
    .description("the next times it is due")
    .option("--count <n>", "how many", count("--count", 100), 5)
    .action(async (options: CommonOptions & { count: number }) => {
      const { scheduleNextCommand } = await import("../commands/schedule.ts");
      finish(scheduleNextCommand(shell, options));
    });
  withCommon(schedule.command("run"))
    .description("make the latest run that is due, once however often this is called; for crontab")
    .action(async (options: CommonOptions) => {
      const { scheduleRunCommand } = await import("../commands/schedule.ts");
      finish(await scheduleRunCommand(shell, options));
    });
}

const replayHelp = `
A part is left alone that a person has resolved, that another batch has in work,
or that another one has completed since. A fallback task nobody has touched is
closed as superseded; a claimed one stays with its reviewer.

With TRIGGER_SECRET_KEY the replay is made on Trigger.dev, and followed in the
ledger of DATABASE_URL.

Examples:
  workflow replay --batch batch_1764000000 --dry-run
  workflow replay --batch batch_1764000000 --error-class network --reason "proxy was down on Monday"
  workflow replay --batch batch_1764000000 --redecide --reason "new thresholds"`;
