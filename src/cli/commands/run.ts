import { RunRequest } from "../../domain/run-request.ts";
import { UserError, exitCodes, type ExitCode } from "../../domain/fault.ts";
import { batchReports, runResult, type RunResult } from "../../app/run-result.ts";
import { batchReport } from "../../report/batch-report.ts";
import type { RunOutcome } from "../../workflow/run-workflow.ts";
import type { Settled } from "../../workflow/stages.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { renderDryRun } from "../render-dry-run.ts";
import { renderReport } from "../render-report.ts";
import { symbol } from "../terminal/symbol.ts";
import { withSession } from "../with-session.ts";

export interface RunOptions extends CommonOptions {
  readonly limit?: number;
  readonly date?: string;
  readonly priorityThreshold?: number;
  readonly forceManual?: true;
  readonly forceAutomation?: true;
  readonly refresh?: true;
  readonly source?: string;
  readonly dryRun?: true;
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
  return withSession(context, async (session) => {
    if (options.dryRun === true) {
      const dryRun = await session.dryRun(request);
      output?.write(dryRun);
      context.terminal.stdout.write(
        context.isJson ? `${JSON.stringify(dryRun, null, 2)}\n` : renderDryRun(dryRun, context.terminal),
      );
      return exitCodes.ok;
    }
    const outcome = await session.run(request);
    const result = await runResult(session.ledger, outcome);
    output?.write(result);
    print(context, result, outcome, request);
    return exitCodeFor([...outcome.resumed, ...outcome.batches]);
  });
}

/** `workflow resume`: finishes what was begun. */
export async function resumeCommand(
  shell: Shell,
  options: CommonOptions & { batchId: string | null },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  return withSession(context, async (session) => {
    const { parseBatchId } = await import("../parse-arguments.ts");
    const batchId = options.batchId === null ? null : parseBatchId(options.batchId);
    if (batchId !== null) await batchReport(session.ledger, batchId);
    const settled = await session.resume(batchId);
    if (settled.length === 0) {
      context.note("completed", "nothing is left to finish");
      return exitCodes.ok;
    }
    const batches = await batchReports(session.ledger, settled);
    context.terminal.stdout.write(
      context.isJson
        ? `${JSON.stringify({ batches }, null, 2)}\n`
        : `${batches.map((batch) => renderReport(batch, context.terminal)).join("\n\n")}\n`,
    );
    return exitCodeFor(settled);
  });
}

function print(context: Context, result: RunResult, outcome: RunOutcome, request: RunRequest): void {
  const { stdout } = context.terminal;
  if (context.isJson) {
    stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const reports = [...result.resumed, ...result.batches];
  stdout.write(reports.map((report) => `${renderReport(report, context.terminal)}\n`).join("\n"));
  const early = earlyEnd(outcome, request, context.resolved.values.maxDailyTasks);
  if (early !== null) stdout.write(`${symbol("warning", context.terminal)} ${early}\n`);
}

function earlyEnd(outcome: RunOutcome, request: RunRequest, maxDailyTasks: number): string | null {
  const { takenParts, endedEarly } = outcome;
  const taken = `${takenParts}${request.limit === null ? "" : ` of ${request.limit}`} parts taken`;
  const day = request.date === undefined ? "today" : request.date;
  switch (endedEarly) {
    case null:
      return null;
    case "budget_used_up":
      return `${taken}: the limit of ${maxDailyTasks} (max_daily_tasks) for ${day} is reached.`;
    case "day_finished":
      return `Nothing was left to do: every part that was due ${request.date === undefined ? "today" : `on ${day}`} has been taken.`;
    case "quota_used_up":
      return `${taken}: the provider's quota is used up; "workflow resume" goes on when it opens again.`;
    case "source_exhausted":
      return `${taken}: the source has no more parts that are due.`;
  }
}

/** A run in which a batch failed as a whole has failed; single failures are tasks for people. */
function exitCodeFor(settled: readonly Settled[]): ExitCode {
  return settled.some((batch) => batch.status === "failed") ? exitCodes.failed : exitCodes.ok;
}
