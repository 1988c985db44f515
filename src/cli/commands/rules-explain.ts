import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { namedRuleset } from "../../app/named-ruleset.ts";
import { openLedger } from "../../app/open-ledger.ts";
import { checkDocument } from "../../decide/check-document.ts";
import { parseDocument } from "../../decide/json-document.ts";
import { loadManufacturers } from "../../decide/load-manufacturers.ts";
import { readDocument } from "../../decide/read-document.ts";
import { problemPlace, problemText } from "../../decide/ruleset-problem.ts";
import type { Facts } from "../../domain/decision.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { mpnKey } from "../../domain/part-key.ts";
import { explainFacts, type Explanation } from "../../rules/explain/explain-facts.ts";
import { explainPart } from "../../rules/explain/explain-part.ts";
import { FactsBase, FactsRecord, withCombinedScore } from "../../rules/facts-record.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseBatchId } from "../parse-arguments.ts";
import { renderExplanation } from "../render-explanation.ts";
import { partText } from "../simulation-text.ts";

export interface ExplainOptions extends CommonOptions {
  readonly part: string;
  readonly manufacturer?: string;
  readonly batch?: string;
  readonly output?: string;
}

/** `workflow rules explain --part MPN`: why a part went the way it did, by the rules of its batch. */
export async function explainCommand(shell: Shell, options: ExplainOptions): Promise<ExitCode> {
  const context = createContext(shell, options);
  const { values: config } = context.resolved;
  const batchId = options.batch === undefined ? null : parseBatchId(options.batch);
  const directory = loadManufacturers(join(config.rulesDir, "manufacturers.json"));
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const explanation = await explainPart(ledger.db, {
    mpn: options.part,
    mpnKey: mpnKey(options.part),
    manufacturerKey: options.manufacturer === undefined ? null : directory.keyOf(options.manufacturer),
    batchId,
  });
  const { stored } = explanation;
  output?.write(explanation);
  const day = stored.decidedAt?.toISOString().slice(0, 10) ?? "";
  return print(context, explanation, [
    `${partText(stored)} in ${stored.batchId}, ${day}`,
    ...(stored.route === explanation.decision.route
      ? []
      : [`it went to ${stored.route ?? ""}: ${stored.reason ?? ""}`]),
  ]);
}

/** `workflow rules try FILE`: what is decided of given facts, and why. */
export async function tryCommand(
  shell: Shell,
  options: CommonOptions & { readonly file: string; readonly rules?: string; readonly output?: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const ruleset = namedRuleset(context.resolved.values, options.rules ?? null, shell.cwd);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const explanation = await explainFacts(ruleset, readFacts(shell, options.file, ruleset));
  output?.write(explanation);
  return print(context, explanation, []);
}

/** @throws {UserError} with a sentence for every fact that is unknown, missing or of the wrong kind. */
function readFacts(shell: Shell, file: string, ruleset: Ruleset): Facts {
  const document =
    file === "-" ? parseDocument("stdin", readFileSync(0, "utf8")) : readDocument(resolve(shell.cwd, file));
  const format = { schema: FactsBase, keys: Object.keys(FactsRecord.shape) };
  const { value, problems } = checkDocument(format, document);
  if (value !== null && problems.length === 0) return withCombinedScore(value, ruleset);
  const lines = problems.map((problem) => `${problemPlace(problem)}: ${problemText(problem)}`);
  throw new UserError(
    exitCodes.usage,
    `These facts cannot be decided on; correct this:\n${lines.join("\n")}`,
  );
}

function print(context: Context, explanation: Explanation, about: readonly string[]): ExitCode {
  const text = context.isJson
    ? JSON.stringify(explanation, null, 2)
    : renderExplanation(explanation, about, context.terminal);
  context.terminal.stdout.write(`${text}\n`);
  return exitCodes.ok;
}
