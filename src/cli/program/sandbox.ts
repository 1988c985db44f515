import { type Command, Option } from "commander";
import type { ExitCode } from "../../domain/fault.ts";
import type { SandboxServeOptions } from "../commands/sandbox-serve.ts";
import { count, withCommon } from "../common-options.ts";
import type { CommonOptions, Shell } from "../context.ts";

/** The most calls that a limit of the sandbox's provider may be. */
const maxCalls = 1_000_000_000;

/** `workflow sandbox …`: the world a newcomer runs against. */
export function addSandbox(root: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  const sandbox = root.command("sandbox").description("the world a newcomer runs against");
  withCommon(sandbox.command("generate"))
    .description("write a source table of real parts with the flaws of real tables")
    .requiredOption("--out <file>", "a .parquet, .csv or .jsonl file")
    .option("--rows <n>", "rows to write", count("--rows", 100_000_000), 20_000)
    .option("--seed <n>", "the same seed makes the same table", count("--seed", 4_294_967_295), 1)
    .action(async (options: CommonOptions & { rows: number; out: string; seed: number }) => {
      const { sandboxGenerateCommand } = await import("../commands/sandbox.ts");
      finish(await sandboxGenerateCommand(shell, options));
    });
  withCommon(sandbox.command("serve"))
    .description("serve the sandbox's provider on 127.0.0.1 for other processes, until Ctrl-C")
    .option("--port <n>", "where to listen", count("--port", 65_535), 4010)
    .addOption(
      new Option("--faults <profile>", "how often it fails (default: WORKFLOW_SANDBOX_FAULTS)").choices([
        "none",
        "realistic",
        "storm",
      ]),
    )
    .option(
      "--per-minute <n>",
      "calls answered in a minute (default: unlimited; DigiKey's standard plan: 120)",
      count("--per-minute", maxCalls),
    )
    .option(
      "--per-day <n>",
      "calls answered in a day of UTC (default: unlimited; DigiKey's standard plan: 1,000)",
      count("--per-day", maxCalls),
    )
    .action(async (options: SandboxServeOptions) => {
      const { sandboxServeCommand } = await import("../commands/sandbox-serve.ts");
      finish(await sandboxServeCommand(shell, options));
    });
}
