import { batchReports } from "../../app/run-result.ts";
import type { ExitCode } from "../../domain/fault.ts";
import { type BatchReport, batchReport } from "../../report/batch-report.ts";
import type { LeftBatch } from "../../workflow/batch-standing.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { leftBatchText } from "../left-batch-text.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { renderReport } from "../render-report.ts";
import { withSession } from "../with-session.ts";

/** `workflow resume`: finishes what was begun, and says of what it has to leave why. */
export async function resumeCommand(
  shell: Shell,
  options: CommonOptions & { batchId: string | null },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  return withSession(context, [], async (session) => {
    const named = options.batchId === null ? null : parseBatchId(options.batchId);
    // A fallback batch stands for the batch whose failures it holds.
    const batchId = named === null ? null : (await batchReport(session.ledger, named)).batchId;
    const { settled, left } = await session.resume(batchId);
    const batches = await batchReports(session.ledger, settled);
    print(context, batches, left);
    return exitCodeOf(settled);
  });
}

function print(context: Context, batches: readonly BatchReport[], left: readonly LeftBatch[]): void {
  const { stdout } = context.terminal;
  const reports = batches.map((batch) => renderReport(batch, context.terminal));
  if (context.isJson) stdout.write(`${JSON.stringify({ batches, left }, null, 2)}\n`);
  else if (reports.length > 0) stdout.write(`${reports.join("\n\n")}\n`);
  if (reports.length + left.length === 0) context.note("completed", "nothing is left to finish");
  for (const text of left.flatMap((batch) => leftBatchText(batch) ?? [])) context.note("deferred", text);
}
