import { namedRuleset } from "../../app/named-ruleset.ts";
import { openLedger } from "../../app/open-ledger.ts";
import { createDecider } from "../../decide/decider.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { simulateRuleset } from "../../rules/simulate/simulate-ruleset.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseSince } from "../parse-since.ts";
import { simulationMarkdown } from "../render-simulation-markdown.ts";
import { renderSimulation } from "../render-simulation.ts";

export interface SimulateOptions extends CommonOptions {
  readonly since: string;
  readonly markdown?: true;
  readonly output?: string;
}

const decisionsPerStatement = 50_000;

/** `workflow rules simulate [FILE]`: what a ruleset would have made of the decisions that were stored. */
export async function simulateCommand(
  shell: Shell,
  options: SimulateOptions & { readonly file: string | null },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const { values: config } = context.resolved;
  const since = parseSince(options.since, new Date());
  const ruleset = namedRuleset(config, options.file, shell.cwd);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const simulation = await simulateRuleset(ledger.db, {
    ruleset,
    decider: createDecider(ruleset),
    since,
    minutesPerReview: config.reviewMinutes,
    doFailuresBecomeReviews: config.automationFailureToManual,
    decisionsPerStatement,
  });
  output?.write(simulation);
  context.terminal.stdout.write(`${shown()}\n`);
  return exitCodes.ok;

  function shown(): string {
    if (context.isJson) return JSON.stringify(simulation, null, 2);
    return options.markdown === true
      ? simulationMarkdown(simulation)
      : renderSimulation(simulation, context.terminal);
  }
}
