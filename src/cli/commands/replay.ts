import { userInfo } from "node:os";
import { openLedger } from "../../app/open-ledger.ts";
import { configuredProvider } from "../../app/open-provider.ts";
import { configChanges } from "../../config/config-changes.ts";
import { WorkflowConfig } from "../../config/workflow-parameters.ts";
import { UserError, exitCodes, type ExitCode } from "../../domain/fault.ts";
import { ReplayRequest } from "../../domain/replay-request.ts";
import { batchReport } from "../../report/batch-report.ts";
import { batchRecord } from "../../store/batch-record.ts";
import type { Ledger } from "../../store/ledger.ts";
import { type ReplayPlan, skippedByReason } from "../../store/replay-candidates.ts";
import { replayOutcome } from "../../store/replay-outcome.ts";
import type { ReplayReceipt } from "../../workflow/payloads.ts";
import { previewReplay } from "../../workflow/replay-batch.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { type OutputFile, outputFile } from "../output-file.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { beyondLimitText, changesText, counts, lackingLines, renderReplay } from "../render-replay.ts";
import { renderReport } from "../render-report.ts";
import { table } from "../terminal/table.ts";
import { isRemote, withExecutor } from "../with-executor.ts";

export interface ReplayOptions extends CommonOptions {
  readonly batch: string;
  readonly status: string;
  readonly errorClass?: string;
  readonly part?: string;
  readonly limit?: number;
  readonly redecide?: true;
  readonly reason?: string;
  readonly dryRun?: true;
  readonly local?: true;
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
  if (options.dryRun === true) return showPlan(context, options, request, output);
  // Only parts that are decided anew ask for the rules of today; nothing is read from the source again.
  return withExecutor(context, options, request.redecide ? ["rules"] : [], async (executor) => {
    if (isRemote(context, options)) await batchRecord(executor.ledger, batchId);
    else await noteChanges(context, executor.ledger, request);
    const receipt = await executor.replay(request, userInfo().username);
    return report(context, executor.ledger, receipt, output);
  });
}

/** What a replay would take; one on Trigger.dev asks the provider of the workers, which is not known here. */
async function showPlan(
  context: Context,
  options: ReplayOptions,
  request: ReplayRequest,
  output?: OutputFile,
): Promise<ExitCode> {
  await using ledger = await openLedger({ config: context.resolved.values });
  await noteChanges(context, ledger.db, request);
  const provider = isRemote(context, options) ? null : configuredProvider(context.resolved.values);
  const plan = await previewReplay(ledger.db, request, provider);
  print(context, output, plan, renderPlan(context, plan));
  return exitCodes.ok;
}

/** What will be different this time, where this process makes the replay: workers go by settings of their own. */
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
  ledger: Ledger,
  receipt: ReplayReceipt,
  output?: OutputFile,
): Promise<ExitCode> {
  switch (receipt.kind) {
    case "busy":
      if (!receipt.isSameReplay) {
        throw new UserError(
          exitCodes.usage,
          `Another run is at work on ${receipt.batchId}: wait until it has ended, then replay it.`,
        );
      }
      print(
        context,
        output,
        receipt,
        `Replay ${receipt.replayId ?? ""} does just this at the moment; nothing was done.`,
      );
      return exitCodes.ok;
    case "nothing": {
      const { skipped, lacking } = receipt;
      const lines = [
        `Nothing was replayed: ${nothingText(skipped)}`,
        ...lackingLines(lacking, context.terminal),
      ];
      print(context, output, receipt, lines.join("\n"));
      return lacking === undefined || lacking.refusal === null ? exitCodes.ok : exitCodes.failed;
    }
    case "begun": {
      const replay = await replayOutcome(ledger, receipt.replayId);
      if (replay === undefined) throw new Error(`replay ${receipt.replayId} vanished`);
      const batch = await batchReport(ledger, receipt.batchId);
      const { beyondLimit } = receipt;
      const text = `${renderReplay(replay, beyondLimit, context.terminal)}\n\n${renderReport(batch, context.terminal)}`;
      print(context, output, { replay, beyondLimit, batch }, text);
      return batch.status === "failed" ? exitCodes.failed : exitCodes.ok;
    }
  }
}

function nothingText(byReason: Extract<ReplayReceipt, { kind: "nothing" }>["skipped"]): string {
  if (Object.keys(byReason).length === 0) return "no part of the batch matches.";
  return `every part that matches is left alone${counts(byReason)}.`;
}

function renderPlan({ terminal }: Context, plan: ReplayPlan): string {
  if (plan.selected.length === 0) return `Nothing would be replayed: ${nothingText(skippedByReason(plan))}`;
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
  const more = plan.beyondLimit === 0 ? "" : `, ${beyondLimitText(plan.beyondLimit)}`;
  return `${rows}\n${plan.selected.length} parts would be run again${left}${more}`;
}

function print(context: Context, output: OutputFile | undefined, result: unknown, text: string): void {
  output?.write(result);
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify(result, null, 2) : text}\n`);
}
