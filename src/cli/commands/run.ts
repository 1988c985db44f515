import { runResult, type RunResult } from "../../app/run-result.ts";
import { UserError, exitCodes, type ExitCode } from "../../domain/fault.ts";
import { RunRequest } from "../../domain/run-request.ts";
import { sourceFile } from "../../extract/source-file.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { type OutputFile, outputFile } from "../output-file.ts";
import { renderDryRun } from "../render-dry-run.ts";
import { renderReport } from "../render-report.ts";
import { symbol } from "../terminal/symbol.ts";
import { isRemote, withExecutor } from "../with-executor.ts";
import { needsOfNewBatches, withSession } from "../with-session.ts";
import { detachedRun } from "./detached-run.ts";

export interface RunOptions extends CommonOptions {
  readonly limit?: number;
  readonly date?: string;
  readonly priorityThreshold?: number;
  readonly forceManual?: true;
  readonly forceAutomation?: true;
  readonly refresh?: true;
  readonly source?: string;
  readonly dryRun?: true;
  readonly local?: true;
  readonly detach?: true;
  readonly output?: string;
}

/** `workflow run`: takes parts, decides, scrapes, files manual tasks; prints a report of every batch. */
export async function runCommand(shell: Shell, options: RunOptions): Promise<ExitCode> {
  if (options.forceManual === true && options.forceAutomation === true) {
    throw new UserError(
      exitCodes.usage,
      "--force-manual and --force-automation exclude each other: give one of them.",
    );
  }
  const context = createContext(shell, options, { source: options.source });
  const request = RunRequest.parse({
    // A day is taken to its end, unless told how many.
    limit: options.limit ?? (options.date === undefined ? undefined : null),
    date: options.date,
    priorityThreshold: options.priorityThreshold,
    forceManual: options.forceManual,
    forceAutomation: options.forceAutomation,
    refresh: options.refresh,
  });
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const isElsewhere = options.dryRun !== true && (options.detach === true || isRemote(context, options));
  if (isElsewhere && options.source !== undefined) {
    throw new UserError(
      exitCodes.usage,
      "--source names a file of this machine, and a run on Trigger.dev reads the source of its workers: leave it out, or add --local to run in this process.",
    );
  }
  // A slip in a path is told before a database is started.
  const { source } = context.resolved.values;
  if (options.source !== undefined && source !== null) await sourceFile(source);
  if (options.dryRun === true) return showDryRun(context, request, output);
  if (options.detach === true) return detachedRun(context, request, output);
  return withExecutor(context, options, needsOfNewBatches, async (executor) => {
    const result = await runResult(executor.ledger, await executor.run(request));
    output?.write(result);
    print(context, result, request, isElsewhere ? null : context.resolved.values.maxDailyTasks);
    return exitCodeOf([...result.resumed, ...result.batches]);
  });
}

async function showDryRun(context: Context, request: RunRequest, output?: OutputFile): Promise<ExitCode> {
  return withSession(context, needsOfNewBatches, async (session) => {
    const dryRun = await session.dryRun(request);
    output?.write(dryRun);
    context.terminal.stdout.write(
      context.isJson ? `${JSON.stringify(dryRun, null, 2)}\n` : renderDryRun(dryRun, context.terminal),
    );
    return exitCodes.ok;
  });
}

function print(context: Context, result: RunResult, request: RunRequest, maxDailyTasks: number | null): void {
  const { stdout } = context.terminal;
  if (context.isJson) {
    stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const reports = [...result.resumed, ...result.batches];
  stdout.write(reports.map((report) => `${renderReport(report, context.terminal)}\n`).join("\n"));
  const early = earlyEnd(result, request, maxDailyTasks);
  if (early !== null) stdout.write(`${symbol("warning", context.terminal)} ${early}\n`);
}

/** Why a run has fewer parts than it was asked for; the limit is null where the settings are another machine's. */
function earlyEnd(result: RunResult, request: RunRequest, maxDailyTasks: number | null): string | null {
  const { takenParts, endedEarly } = result;
  const taken = `${takenParts}${request.limit === null ? "" : ` of ${request.limit}`} parts taken`;
  const day = request.date === undefined ? "today" : request.date;
  const limit = maxDailyTasks === null ? "MAX_DAILY_TASKS" : `${maxDailyTasks} (MAX_DAILY_TASKS)`;
  switch (endedEarly) {
    case null:
      return null;
    case "budget_used_up":
      return `${taken}: the limit of ${limit} for ${day} is reached.`;
    case "day_finished":
      return `Nothing was left to do: every part that was due ${request.date === undefined ? "today" : `on ${day}`} has been taken.`;
    case "quota_used_up":
      return `${taken}: the provider's quota is used up; "workflow resume" goes on when it opens again.`;
    case "source_exhausted":
      return `${taken}: the source has no more parts that are due.`;
  }
}
