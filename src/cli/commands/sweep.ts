import { batchReports } from "../../app/run-result.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { outputFile } from "../output-file.ts";
import { renderReport } from "../render-report.ts";
import { formatCount } from "../terminal/format-count.ts";
import { symbol } from "../terminal/symbol.ts";
import { wrap } from "../terminal/wrap.ts";
import { withSession } from "../with-session.ts";

/** `workflow sweep`: puts right what crashes have left, and goes on with what can go on. */
export async function sweepCommand(
  shell: Shell,
  options: CommonOptions & { readonly output?: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  return withSession(context, [], async (session) => {
    const { resumed, ...repairs } = await session.sweep();
    const batches = await batchReports(session.ledger, resumed);
    const result = { ...repairs, resumed: batches };
    output?.write(result);
    const { stdout } = context.terminal;
    if (context.isJson) {
      stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    } else {
      const done = [
        [repairs.returnedTasks, "lookups given back whose worker was gone"],
        [repairs.abandonedTasks, "lookups ended as abandoned"],
        [repairs.returnedClaims, "manual tasks back in the queue"],
        [repairs.supersededTasks, "fallback tasks closed as superseded"],
        [repairs.filedTasks, "manual tasks filed that were lacking"],
        [batches.length, "batches gone on with"],
      ] as const;
      const found = done.filter(([count]) => count > 0);
      const lines = found.map(
        ([count, what]) => `${symbol("completed", context.terminal)} ${formatCount(count)} ${what}`,
      );
      for (const { batchId, reason } of repairs.unfiled)
        lines.push(
          ...wrap(`${symbol("failed", context.terminal)} ${batchId}: ${reason}`, context.terminal.columns),
        );
      if (lines.length === 0) lines.push(`${symbol("completed", context.terminal)} nothing to put right`);
      const reports = batches.map((batch) => `\n${renderReport(batch, context.terminal)}`);
      stdout.write(`${[...lines, ...reports].join("\n")}\n`);
    }
    return repairs.unfiled.length > 0 ? exitCodes.failed : exitCodeOf(resumed);
  });
}
