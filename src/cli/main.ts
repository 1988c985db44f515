import process from "node:process";
import { exitCodes, type ExitCode } from "../domain/fault.ts";
import type { Shell } from "./context.ts";
import { program } from "./program.ts";
import { reportError } from "./report-error.ts";
import { symbol } from "./terminal/symbol.ts";
import { createTerminal } from "./terminal/terminal.ts";

/** Runs one command line in this process and answers its exit code; nothing is thrown. */
async function main(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const command = program(shell, (code) => (exitCode = code));
  for (const each of [command, ...command.commands.flatMap((child) => [child, ...child.commands])])
    each.exitOverride();
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

const interruption = new AbortController();
let interrupts = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupts += 1;
    // The first one lets what is in flight end; whoever asks again does not want to wait for it.
    if (interrupts > 1) process.exit(exitCodes.interrupted);
    interruption.abort();
    process.stderr.write("stopping: what is in flight ends first; once more to stop at once\n");
  });
}
// A reader that has seen enough (| head) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.ok);
    throw error;
  });
}

process.exitCode = await main(process.argv, {
  // eslint-disable-next-line no-restricted-properties -- the entry hands the environment to src/config
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
// A call that was given up may hold its connection open for ever: once everything is written, nobody waits for it.
setInterval(() => {
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}, 200).unref();
