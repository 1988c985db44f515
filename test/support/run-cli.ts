import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { copyEmbeddedTemplate } from "./embedded-test-database.ts";
import { type CommandResult, runInProcess } from "./in-process-cli.ts";
import { seedRulesFolder } from "./seed-rules.ts";

const entry = fileURLToPath(new URL("../../bin/workflow.mjs", import.meta.url));

/** How a command line ended, and everything it said. */
export interface CliResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that is still running. */
export interface RunningCli {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it said on stderr so far. */
  stderr(): string;
  /** Settles when it has ended and both streams are read to their ends. */
  readonly ended: Promise<CliResult>;
}

/** A folder of its own for the embedded database, and the command line on it; disposing stops and removes both. */
export interface CliHome extends AsyncDisposable {
  /** The working folder of the commands; the data folder lies in it. */
  readonly folder: string;
  readonly dataDir: string;
  /** Runs `workflow ARGS` to its end. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** The same within this process, for what a process of its own would prove no better. */
  runHere(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CommandResult>;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): RunningCli;
}

/** Nothing of the caller's settings but what a process needs to run at all. */
function cleanEnvironment(dataDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TMPDIR: process.env["TMPDIR"],
    WORKFLOW_DATA_DIR: dataDir,
    WORKFLOW_RULES_DIR: seedRulesFolder,
    WORKFLOW_SANDBOX_ROWS: "2000",
    WORKFLOW_SANDBOX_FAULTS: "none",
  };
}

/** Makes the folder, with a migrated, empty database in it. */
export async function openCliHome(): Promise<CliHome> {
  const home = await openNewCliHome();
  await copyEmbeddedTemplate(home.dataDir);
  return home;
}

/** Makes the folder and nothing in it: the first command that needs the database takes many seconds to make it. */
export async function openNewCliHome(): Promise<CliHome> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-cli-"));
  const dataDir = join(folder, "data");
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    startCli(args, folder, { ...cleanEnvironment(dataDir), ...env });
  const run = (args: readonly string[], env?: NodeJS.ProcessEnv) => start(args, env).ended;
  return {
    folder,
    dataDir,
    run,
    runHere: (args, env = {}) =>
      runInProcess({ cwd: folder, env: { ...cleanEnvironment(dataDir), ...env } }, args),
    start,
    async [Symbol.asyncDispose]() {
      await stopEmbeddedDatabase(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts `workflow ARGS` with nothing but the given environment. */
export function startCli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): RunningCli {
  const child = spawn(process.execPath, [entry, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
  return { child, stderr: () => stderr, ended };
}
