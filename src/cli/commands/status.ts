import { openLedger } from "../../app/open-ledger.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { batchReport } from "../../report/batch-report.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { renderReport } from "../render-report.ts";

/** `workflow status [BATCH]`: one batch with its fallback batch; the latest without a name. */
export async function statusCommand(
  shell: Shell,
  options: CommonOptions & { readonly batchId: string | null; readonly output?: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const named = options.batchId === null ? null : parseBatchId(options.batchId);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config: context.resolved.values,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const report = await batchReport(ledger.db, named);
  output?.write(report);
  const text = context.isJson ? JSON.stringify(report, null, 2) : renderReport(report, context.terminal);
  context.terminal.stdout.write(`${text}\n`);
  return report.conservation.isHeld ? exitCodes.ok : exitCodes.bug;
}
