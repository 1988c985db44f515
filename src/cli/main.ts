import process from "node:process";
import { exitCodes } from "../domain/fault.ts";
import { runCommandLine } from "./run-command-line.ts";

const interruption = new AbortController();
let interrupts = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupts += 1;
    // The first one lets what is in flight end; whoever asks again does not want to wait for it.
    if (interrupts > 1) process.exit(exitCodes.interrupted);
    interruption.abort();
    // Over the progress line, behind which the terminal has written ^C.
    const eraseLine = process.stderr.isTTY ? "\r\u001B[2K" : "";
    process.stderr.write(
      `${eraseLine}stopping as soon as nothing is lost by it; once more to stop at once\n`,
    );
  });
}
// A reader that has seen enough (| head) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.ok);
    if (stream === process.stdout) {
      process.stderr.write(
        `The result could not be written (${error.message}): free space where it goes, or name a file with --output.\n`,
      );
    }
    process.exit(exitCodes.storage);
  });
}

process.exitCode = await runCommandLine(process.argv, {
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
