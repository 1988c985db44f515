import { randomUUID } from "node:crypto";
import { openTriggerApi } from "../../app/open-remote.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import type { RunRequest } from "../../domain/run-request.ts";
import { startRemoteRun } from "../../remote/start-run.ts";
import type { Context } from "../context.ts";
import type { OutputFile } from "../output-file.ts";
import { symbol } from "../terminal/symbol.ts";

/** `workflow run --detach`: starts the run on Trigger.dev and says how to follow it. */
export async function detachedRun(
  context: Context,
  request: RunRequest,
  output?: OutputFile,
): Promise<ExitCode> {
  const { values } = context.resolved;
  const api = await openTriggerApi(values);
  const started = await startRemoteRun(api, request, randomUUID(), context.shell.signal);
  const result = { ...started, task: "run-workflow", follow: "workflow status" };
  output?.write(result);
  const where = values.databaseUrl === null ? ", with DATABASE_URL set to the database of its workers" : "";
  const text = [
    `${symbol("start", context.terminal)} ${started.platformRunId} is started at ${api.url}`,
    `   run ${started.runId}; "workflow status" shows its latest batch${where}`,
  ].join("\n");
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify(result, null, 2) : text}\n`);
  return exitCodes.ok;
}
