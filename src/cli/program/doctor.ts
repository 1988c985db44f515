import type { Command } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import { withCommon } from "../common-options.ts";
import type { DoctorCommandOptions } from "../commands/doctor.ts";
import type { Shell } from "../context.ts";

/** Adds `workflow doctor`. */
export function addDoctor(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  withCommon(root.command("doctor"))
    .description("look at everything a run needs, and say what to do about what is wrong")
    .option("--source <file>", "source table: a .parquet, .csv or .jsonl file")
    .option("--output <file>", "write the result as JSON")
    .addHelpText("after", "\nExit code 9 when a check fails; a warning is none.")
    .action(async (options: DoctorCommandOptions) => {
      const { doctorCommand } = await import("../commands/doctor.ts");
      finish(await doctorCommand(shell, options));
    });
}
