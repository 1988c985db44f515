import type { Command } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import { count, withCommon } from "../common-options.ts";
import type { Shell } from "../context.ts";
import type {
  QuarantineListOptions,
  QuarantineReleaseOptions,
  QuarantineShowOptions,
} from "../commands/quarantine.ts";

/** Adds `workflow quarantine list|show|release`. */
export function addQuarantine(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  const quarantine = root.command("quarantine").description("rows of the source that cannot be a part");
  withCommon(quarantine.command("list"))
    .description("the rows in quarantine, the latest first, with counts by reason")
    .option("--reason <text>", "only rows whose reason contains this")
    .option("--batch <id>", "only rows that this batch put there")
    .option("--released", "rows that were released instead")
    .option("--limit <n>", "rows to show", count("--limit", 10_000), 20)
    .option("--output <file>", "write the result as JSON")
    .action(async (options: QuarantineListOptions) => {
      const { quarantineListCommand } = await import("../commands/quarantine.ts");
      finish(await quarantineListCommand(shell, options));
    });
  withCommon(quarantine.command("show"))
    .argument("<id>", "number of the row, as list shows it", count("<id>", Number.MAX_SAFE_INTEGER))
    .description("one row as the source has it, and what became of it")
    .option("--output <file>", "write the result as JSON")
    .action(async (id: number, options: QuarantineShowOptions) => {
      const { quarantineShowCommand } = await import("../commands/quarantine.ts");
      finish(await quarantineShowCommand(shell, { ...options, id }));
    });
  withCommon(quarantine.command("release"))
    .argument("[ids...]", "numbers of the rows, as list shows them")
    .description("let rows out: the next run judges them anew")
    .requiredOption("--reason <text>", "why; kept with the row and in the events")
    .option("--matching <text>", "every row whose quarantine reason contains this, instead of ids")
    .option("--batch <id>", "with --matching: only rows that this batch put there")
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", releaseHelp)
    .action(async (ids: string[], options: QuarantineReleaseOptions) => {
      const { quarantineReleaseCommand } = await import("../commands/quarantine.ts");
      finish(await quarantineReleaseCommand(shell, { ...options, ids }));
    });
}

const releaseHelp = `
A row that was corrected in the source is taken by itself: it is another row. Release is for rows that the same
data passes by now, because a setting such as WORKFLOW_SCORE_SCALE was wrong; one that still fails comes back.

Examples:
  workflow quarantine release 12 13 --reason "score scale corrected"
  workflow quarantine release --matching "outside the declared scale" --reason "score scale corrected"`;
