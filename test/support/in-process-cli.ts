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

/** Runs `workflow ARGS` in this process: all that the command line does, without the time that a process takes. */
export async function runInProcess(place: CommandPlace, args: readonly string[]): Promise<CommandResult> {
  const stdout = collector();
  const stderr = collector();
  const exitCode = await runCommandLine(["node", "workflow", ...args], {
    ...place,
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: new AbortController().signal,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
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
