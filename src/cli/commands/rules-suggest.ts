import { readFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { namedRuleset } from "../../app/named-ruleset.ts";
import { openLedger } from "../../app/open-ledger.ts";
import type { Config } from "../../config/parameters.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { breakEvenRate } from "../../rules/learning/route-change.ts";
import { type Advice, bestMove, suggestThresholds } from "../../rules/learning/suggest-thresholds.ts";
import { thresholdDiff } from "../../rules/learning/threshold-diff.ts";
import { decisionSamples } from "../../store/decision-samples.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseSince } from "../parse-since.ts";
import { renderAdvice } from "../render-advice.ts";

/** More are not read: the newest tell most about the parts of tomorrow. */
const mostDecisions = 200_000;

/** `workflow rules suggest`: which threshold the outcomes speak against, as a diff for a person to apply. */
export async function suggestCommand(
  shell: Shell,
  options: CommonOptions & { readonly since: string; readonly output?: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const { values: config } = context.resolved;
  const since = parseSince(options.since, new Date());
  const ruleset = namedRuleset(config, null, shell.cwd);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const samples = await decisionSamples(ledger.db, since, mostDecisions);
  const worth = {
    reviewMinutes: config.reviewMinutes,
    successGainMinutes: config.successGainMinutes,
    failureLossMinutes: config.failureLossMinutes,
  };
  const advice = await suggestThresholds(ruleset, samples, worth);
  const diff = diffOf(advice, config, shell.cwd);
  const result = { since, ...worth, breakEvenRate: breakEvenRate(worth), ...advice, diff };
  output?.write(result);
  context.terminal.stdout.write(
    `${context.isJson ? JSON.stringify(result, null, 2) : renderAdvice(result, context.terminal)}\n`,
  );
  return exitCodes.ok;
}

/** The move that is worth most, for the file as it stands. */
function diffOf(advice: Advice, config: Config, cwd: string): string | null {
  const best = bestMove(advice);
  if (best === null) return null;
  const path = join(config.rulesDir, config.routingRules);
  const inside = relative(cwd, path);
  const isInside = !inside.startsWith("..") && !isAbsolute(inside);
  const labels = isInside ? { before: `a/${inside}`, after: `b/${inside}` } : { before: path, after: path };
  return thresholdDiff(labels, readFileSync(path, "utf8"), best.name, best.cut.value);
}
