import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rulesPaths } from "../../app/named-ruleset.ts";
import { loadRuleset } from "../../decide/load-ruleset.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { rulesDocument } from "../../rules/docs/rules-document.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { nearPath } from "../near-path.ts";
import { symbol } from "../terminal/symbol.ts";

/** `workflow rules docs [FILE...]`: rules files as Markdown beside them, or whether that is what stands there. */
export function rulesDocsCommand(
  shell: Shell,
  options: CommonOptions & { readonly files: readonly string[]; readonly check?: true },
): ExitCode {
  const context = createContext(shell, options);
  const paths = rulesPaths(context.resolved.values, options.files, shell.cwd);
  const documents = paths.map((path) => {
    const file = path.replace(/(\.json)?$/, ".md");
    const text = rulesDocument(loadRuleset(path), basename(path));
    const isStale = !existsSync(file) || readFileSync(file, "utf8") !== text;
    return { file: nearPath(file, shell.cwd), text, isStale };
  });
  const stale = documents.filter(({ isStale }) => isStale);
  if (options.check === true && stale.length > 0) {
    const names = stale.map(({ file }) => file).join(", ");
    throw new UserError(
      exitCodes.rules,
      `${names}: not what the rules say today; write it anew with "workflow rules docs".`,
    );
  }
  for (const { file, text } of stale) writeWhole(resolve(shell.cwd, file), text);
  const results = documents.map(({ file, isStale }) => ({ file, isWritten: isStale }));
  const lines = results.map(
    ({ file, isWritten }) =>
      `${symbol("completed", context.terminal)} ${file}${isWritten ? " written" : " is up to date"}`,
  );
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify(results, null, 2) : lines.join("\n")}\n`);
  return exitCodes.ok;
}
