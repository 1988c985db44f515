import { openLedger } from "../../app/open-ledger.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { scorecard } from "../../rules/learning/scorecard.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseSince } from "../parse-since.ts";
import { renderScorecard } from "../render-scorecard.ts";

/** `workflow rules scorecard`: what became of each rule's decisions. */
export async function scorecardCommand(
  shell: Shell,
  options: CommonOptions & { readonly since: string; readonly output?: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const since = parseSince(options.since, new Date());
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config: context.resolved.values,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const card = await scorecard(ledger.db, since);
  output?.write(card);
  context.terminal.stdout.write(
    `${context.isJson ? JSON.stringify(card, null, 2) : renderScorecard(card, context.terminal)}\n`,
  );
  return exitCodes.ok;
}
