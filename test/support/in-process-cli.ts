import { Writable } from "node:stream";
import { runCommandLine } from "../../src/cli/run-command-line.ts";

/** How a command line ended that ran in this process. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where command lines run: nothing of this process's own settings reaches them. */
export interface CommandPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** A command line that is still running. */
export interface RunningCommand {
  readonly exitCode: Promise<number>;
  /** What it said so far. */
  stdout(): string;
  stderr(): string;
  /** Ctrl-C. */
  interrupt(): void;
}

/** Runs `workflow ARGS` in this process: all that the command line does, without the time that a process takes. */
export async function runInProcess(place: CommandPlace, args: readonly string[]): Promise<CommandResult> {
  const { exitCode, stdout, stderr } = startInProcess(place, args);
  return { exitCode: await exitCode, stdout: stdout(), stderr: stderr() };
}

/** Runs it and shows each text that it writes to stderr, at once, together with Ctrl-C. */
export async function runWatched(
  place: CommandPlace,
  args: readonly string[],
  onStderr: (text: string, interrupt: () => void) => void,
): Promise<CommandResult> {
  const interruption = new AbortController();
  const [stdout, stderr] = [collector(), collector()];
  const watched = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stderr.stream.write(chunk);
      onStderr(chunk.toString(), () => interruption.abort());
      done();
    },
  });
  const exitCode = await runCommandLine(["node", "workflow", ...args], {
    ...place,
    stdout: stdout.stream,
    stderr: watched,
    signal: interruption.signal,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Starts it; with a number of columns its stderr is a terminal. */
export function startInProcess(
  place: CommandPlace,
  args: readonly string[],
  columns?: number,
): RunningCommand {
  const interruption = new AbortController();
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = runCommandLine(["node", "workflow", ...args], {
    ...place,
    stdout: stdout.stream,
    stderr: Object.assign(stderr.stream, columns === undefined ? {} : { isTTY: true, columns }),
    signal: interruption.signal,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text, interrupt: () => interruption.abort() };
}

function collector() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
