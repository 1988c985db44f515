import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ResolvedConfig } from "../../config/load-config.ts";
import { seedName } from "../../config/parameter-table.ts";
import { ruleThresholds } from "../../config/workflow-parameters.ts";
import { problemPath } from "../../decide/ruleset-problem.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { checkRulesFiles, type FileCheck } from "../../rules/check/check-rules-files.ts";
import type { Override } from "../../rules/check/override-warnings.ts";
import { rulesFileKind } from "../../rules/check/rules-file-kind.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { renderCheck } from "../render-check.ts";

export interface CheckOptions extends CommonOptions {
  /** None is every file of the rules folder. */
  readonly files: readonly string[];
  readonly force?: true;
  readonly output?: string;
}

/** `workflow rules check [FILE...]`: every error of the rules, where it stands, and what was meant. */
export function rulesCheckCommand(shell: Shell, options: CheckOptions): ExitCode {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const files = options.files.length > 0 ? named(options.files, shell.cwd) : folderFiles(context.resolved);
  const checks = checkRulesFiles(files, {
    overrides: overridesOf(context.resolved),
    isOneSidedMeant: options.force === true,
  });
  const result = asJson(checks);
  output?.write(result);
  const text = context.isJson
    ? JSON.stringify(result, null, 2)
    : renderCheck(checks, context.terminal, shell.cwd);
  context.terminal.stdout.write(`${text}\n`);
  return checks.some(({ errors }) => errors.length > 0) ? exitCodes.rules : exitCodes.ok;
}

/** @throws {UserError} for a file that holds no rules. */
function named(files: readonly string[], cwd: string): readonly string[] {
  const other = files.find((file) => rulesFileKind(file) === null);
  if (other === undefined) return files.map((file) => resolve(cwd, file));
  const remedy = other.endsWith(".cases.json")
    ? '"workflow rules test" reads cases'
    : "name a .json file of rules, scoring, completeness or manufacturers";
  throw new UserError(exitCodes.usage, `${other} holds no rules: ${remedy}.`);
}

/** Every file of the folder, and those that runs read whether they are there or not. */
function folderFiles({ values }: ResolvedConfig): readonly string[] {
  const { rulesDir, routingRules, shadowRules } = values;
  const needed = [routingRules, shadowRules ?? [], "scoring.json", "completeness.json", "manufacturers.json"];
  const names = new Set([...needed.flat(), ...namesIn(rulesDir)]);
  return [...names].filter((name) => rulesFileKind(name) !== null).map((name) => join(rulesDir, name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    // A folder that cannot be read has files that cannot be, and of those each is told.
    return [];
  }
}

function overridesOf({ values, origins }: ResolvedConfig): readonly Override[] {
  return ruleThresholds.flatMap((name) => {
    const value = values.ruleOverrides[name];
    const { source, from } = origins[name];
    const place = source === "file" ? basename(from) : from;
    return value === undefined ? [] : [{ name, value, origin: `${seedName(name)} (from ${place})` }];
  });
}

function asJson(checks: readonly FileCheck[]) {
  const shown = (problems: FileCheck["errors"]) =>
    problems.map((problem) => ({
      line: problem.position?.line ?? null,
      column: problem.position?.column ?? null,
      path: problemPath(problem),
      message: problem.message,
    }));
  const files = checks.map(({ file, kind, errors, warnings }) => ({
    file,
    kind,
    errors: shown(errors),
    warnings: shown(warnings),
  }));
  const total = (of: "errors" | "warnings") => files.reduce((sum, file) => sum + file[of].length, 0);
  return { errors: total("errors"), warnings: total("warnings"), files };
}
