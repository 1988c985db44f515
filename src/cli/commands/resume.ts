import { batchReports } from "../../app/run-result.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { batchReport } from "../../report/batch-report.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { renderReport } from "../render-report.ts";
import { withSession } from "../with-session.ts";

/** `workflow resume`: finishes what was begun. */
export async function resumeCommand(
  shell: Shell,
  options: CommonOptions & { batchId: string | null },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  return withSession(context, [], async (session) => {
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
    return exitCodeOf(settled);
  });
}
