import { userInfo } from "node:os";
import { openLedger } from "../../app/open-ledger.ts";
import type { Session } from "../../app/open-session.ts";
import { configChanges } from "../../config/config-changes.ts";
import { WorkflowConfig } from "../../config/workflow-parameters.ts";
import { UserError, exitCodes, type ExitCode } from "../../domain/fault.ts";
import { ReplayRequest } from "../../domain/replay-request.ts";
import { batchReport } from "../../report/batch-report.ts";
import { batchRecord } from "../../store/batch-record.ts";
import type { Ledger } from "../../store/ledger.ts";
import type { ReplayPlan } from "../../store/replay-candidates.ts";
import { replayOutcome } from "../../store/replay-outcome.ts";
import { type OpenedReplay, previewReplay } from "../../workflow/replay-batch.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { type OutputFile, outputFile } from "../output-file.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { changesText, counts, renderReplay } from "../render-replay.ts";
import { renderReport } from "../render-report.ts";
import { table } from "../terminal/table.ts";
import { withSession } from "../with-session.ts";

export interface ReplayOptions extends CommonOptions {
  readonly batch: string;
  readonly status: string;
  readonly errorClass?: string;
  readonly part?: string;
  readonly limit?: number;
  readonly redecide?: true;
  readonly reason?: string;
  readonly dryRun?: true;
  readonly output?: string;
}

/** `workflow replay`: runs parts of a batch again, as one incident that has a name. */
export async function replayCommand(shell: Shell, options: ReplayOptions): Promise<ExitCode> {
  const batchId = parseBatchId(options.batch);
  if (options.dryRun !== true && (options.reason ?? "").trim() === "") {
    throw new UserError(
      exitCodes.usage,
      'A replay is remembered by its reason: add --reason "what had gone wrong".',
    );
  }
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const request = ReplayRequest.parse({
    batchId,
    status: options.status,
    errorClass: options.errorClass,
    part: options.part,
    limit: options.limit,
    redecide: options.redecide,
    reason: options.reason ?? "dry run",
  });
  if (options.dryRun === true) return showPlan(context, request, output);
  return withSession(context, async (session) => {
    await noteChanges(context, session.ledger, request);
    const opened = await session.replay(request, userInfo().username);
    return report(context, session, opened, output);
  });
}

async function showPlan(context: Context, request: ReplayRequest, output?: OutputFile): Promise<ExitCode> {
  await using ledger = await openLedger({ config: context.resolved.values });
  await noteChanges(context, ledger.db, request);
  const plan = await previewReplay(ledger.db, request);
  print(context, output, plan, renderPlan(context, plan));
  return exitCodes.ok;
}

/** What will be different this time. */
async function noteChanges(context: Context, ledger: Ledger, request: ReplayRequest): Promise<void> {
  const batch = await batchRecord(ledger, request.batchId);
  const names = WorkflowConfig.unwrap().keyof().options;
  const { values } = context.resolved;
  const now = WorkflowConfig.parse(Object.fromEntries(names.map((name) => [name, values[name]])));
  const changes = changesText(configChanges(WorkflowConfig.parse(batch.config), now));
  if (changes !== null) context.note("warning", changes);
}

async function report(
  context: Context,
  session: Session,
  opened: OpenedReplay,
  output?: OutputFile,
): Promise<ExitCode> {
  switch (opened.kind) {
    case "busy":
      if (!opened.isSameReplay) {
        throw new UserError(
          exitCodes.usage,
          `Another run is at work on ${opened.batchId}: wait until it has ended, then replay it.`,
        );
      }
      print(
        context,
        output,
        opened,
        `Replay ${opened.replayId ?? ""} does just this at the moment; nothing was done.`,
      );
      return exitCodes.ok;
    case "nothing":
      print(context, output, opened, `Nothing was replayed: ${nothingText(opened.plan)}`);
      return exitCodes.ok;
    case "begun": {
      const replay = await replayOutcome(session.ledger, opened.replayId);
      if (replay === undefined) throw new Error(`replay ${opened.replayId} vanished`);
      const batch = await batchReport(session.ledger, opened.batchId);
      const { beyondLimit } = opened.plan;
      const text = `${renderReplay(replay, beyondLimit, context.terminal)}\n\n${renderReport(batch, context.terminal)}`;
      print(context, output, { replay, beyondLimit, batch }, text);
      return batch.status === "failed" ? exitCodes.failed : exitCodes.ok;
    }
  }
}

function nothingText(plan: ReplayPlan): string {
  if (plan.skipped.length === 0) return "no part of the batch matches.";
  const byReason: Record<string, number> = {};
  for (const { skipReason } of plan.skipped) byReason[skipReason] = (byReason[skipReason] ?? 0) + 1;
  return `every part that matches is left alone${counts(byReason)}.`;
}

function renderPlan({ terminal }: Context, plan: ReplayPlan): string {
  if (plan.selected.length === 0) return `Nothing would be replayed: ${nothingText(plan)}`;
  const rows = table(
    terminal,
    [
      { header: "part", value: (part) => part.mpn, isWhole: true },
      { header: "manufacturer", value: (part) => part.manufacturer },
      { header: "error class", value: (part) => part.errorClass },
      { header: "attempts", value: (part) => part.attempts },
    ],
    plan.selected,
  );
  const left = plan.skipped.length === 0 ? "" : `, ${plan.skipped.length} left alone`;
  return `${rows}\n${plan.selected.length} parts would be run again${left}`;
}

function print(context: Context, output: OutputFile | undefined, result: unknown, text: string): void {
  output?.write(result);
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify(result, null, 2) : text}\n`);
}
