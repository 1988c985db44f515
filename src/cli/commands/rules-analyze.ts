import { namedRuleset, rulesPath } from "../../app/named-ruleset.ts";
import { ruleThresholds } from "../../config/workflow-parameters.ts";
import { readDocument } from "../../decide/read-document.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { analyzeRuleset } from "../../rules/analysis/analyze-ruleset.ts";
import { severityOf } from "../../rules/analysis/finding.ts";
import { findingPlaces } from "../../rules/analysis/finding-places.ts";
import { findingText } from "../../rules/analysis/finding-text.ts";
import { boxData } from "../../rules/boxes/box-text.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { nearPath } from "../near-path.ts";
import { outputFile } from "../output-file.ts";
import { type ReportedFinding, renderAnalysis } from "../render-analysis.ts";

export interface AnalyzeOptions extends CommonOptions {
  readonly strict?: true;
  readonly output?: string;
}

/** `workflow rules analyze [FILE]`: what the rules do, without looking at a part. */
export function analyzeCommand(
  shell: Shell,
  options: AnalyzeOptions & { readonly file: string | null },
): ExitCode {
  const context = createContext(shell, options);
  const { values: config } = context.resolved;
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const ruleset = namedRuleset(config, options.file, shell.cwd);
  const document = readDocument(rulesPath(config, options.file, shell.cwd));
  const placeOf = findingPlaces({ ...document, file: nearPath(document.file, shell.cwd) });
  const { findings, routes, grid } = analyzeRuleset(ruleset, config.manualPriorityThreshold, {
    settable: ruleThresholds,
  });
  const reported = findings.map((finding): ReportedFinding => ({
    severity: severityOf(finding),
    place: placeOf(finding),
    ...findingText(finding, grid),
  }));
  const { name, version, hash } = ruleset;
  const result = {
    ruleset: { name, version, hash },
    routes,
    findings: findings.map((finding, index) => ({
      ...finding,
      ...reported[index],
      ...("where" in finding && {
        where: finding.where.map((box) => boxData(grid, box)),
        whereText: reported[index]?.where,
      }),
    })),
  };
  output?.write(result);
  const text = context.isJson
    ? JSON.stringify(result, null, 2)
    : renderAnalysis({ ruleset, routes, findings: reported }, context.terminal);
  context.terminal.stdout.write(`${text}\n`);
  const bad = options.strict === true ? ["error", "warning"] : ["error"];
  return reported.some(({ severity }) => bad.includes(severity)) ? exitCodes.rules : exitCodes.ok;
}
