import { type OpenLedger, openLedger } from "../../app/open-ledger.ts";
import { referencedRuleset } from "../../app/referenced-ruleset.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { changeTexts } from "../../rules/diff/diff-text.ts";
import { diffRulesets } from "../../rules/diff/diff-rulesets.ts";
import { boxData } from "../../rules/boxes/box-text.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { diffMarkdown, type DiffSide, renderDiff } from "../render-diff.ts";

export interface DiffOptions extends CommonOptions {
  readonly markdown?: true;
  readonly output?: string;
}

/** `workflow rules diff OLD NEW`: which parts two rulesets decide differently. */
export async function diffCommand(
  shell: Shell,
  options: DiffOptions & { readonly before: string; readonly after: string },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const { before, after } = await loadBoth(context, options);
  const diff = diffRulesets(before, after);
  const texts = changeTexts(diff);
  const result = {
    before: sideOf(before),
    after: sideOf(after),
    changes: diff.changes.map((change, index) => ({
      ...change,
      sentence: texts[index]?.sentence,
      where: change.where.map((box) => boxData(diff.grid, box)),
      whereText: texts[index]?.where,
    })),
    factSources: diff.factSources,
  };
  output?.write(result);
  const markdown = options.markdown === true ? diffMarkdown(before, after, diff) : null;
  const text = context.isJson ? JSON.stringify(result, null, 2) : markdown;
  context.terminal.stdout.write(`${text ?? renderDiff(before, after, diff, context.terminal)}\n`);
  return exitCodes.ok;
}

/** The database is opened only when one of the two is a stored ruleset. */
async function loadBoth(
  context: Context,
  options: { readonly before: string; readonly after: string },
): Promise<{ before: Ruleset; after: Ruleset }> {
  const config = context.resolved.values;
  const opened: OpenLedger[] = [];
  const ledger = async () => {
    const onStarting = () => context.note("database", "starting the embedded database");
    const database = opened[0] ?? (await openLedger({ config, onStarting }));
    if (opened.length === 0) opened.push(database);
    return database.db;
  };
  const load = (reference: string) => referencedRuleset(config, reference, context.shell.cwd, ledger);
  try {
    return { before: await load(options.before), after: await load(options.after) };
  } finally {
    for (const database of opened) await database[Symbol.asyncDispose]();
  }
}

function sideOf({ name, version, hash }: Ruleset): DiffSide {
  return { name, version, hash };
}
