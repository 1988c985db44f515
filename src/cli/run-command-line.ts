import { exitCodes, type ExitCode } from "../domain/fault.ts";
import type { Shell } from "./context.ts";
import { program } from "./program.ts";
import { reportError } from "./report-error.ts";
import { symbol } from "./terminal/symbol.ts";
import { createTerminal } from "./terminal/terminal.ts";

/** Runs one command line, `node workflow ARGS`, in this process and answers its exit code; nothing is thrown. */
export async function runCommandLine(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const command = program(shell, (code) => (exitCode = code));
  for (const each of [command, ...command.commands.flatMap((child) => [child, ...child.commands])])
    each.exitOverride().configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    });
  try {
    await command.parseAsync(argv);
    return exitCode;
  } catch (error) {
    const report = reportError(error);
    if (report.message !== null) {
      const terminal = createTerminal({ ...shell, noEmoji: argv.includes("--no-emoji") });
      shell.stderr.write(`${symbol("failed", terminal)} ${report.message}\n`);
    }
    return report.exitCode;
  }
}
