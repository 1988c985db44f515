import { readFileSync } from "node:fs";
import { rulesPaths } from "../../app/named-ruleset.ts";
import { loadRuleset } from "../../decide/load-ruleset.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { appendCases } from "../../rules/cases/append-cases.ts";
import { casesBeside, casesPath } from "../../rules/cases/load-cases.ts";
import { placeText } from "../../rules/cases/place-text.ts";
import { type RulesetTest, testRuleset } from "../../rules/cases/test-ruleset.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { nearPath } from "../near-path.ts";
import { outputFile } from "../output-file.ts";
import { renderRulesetTest } from "../render-ruleset-test.ts";

export interface RulesTestOptions extends CommonOptions {
  readonly minCoverage: number;
  readonly suggest?: true;
  readonly write?: true;
  readonly output?: string;
}

/** `workflow rules test [FILE...]`: the cases beside rules files, and what of the rules they reach. */
export async function rulesTestCommand(
  shell: Shell,
  options: RulesTestOptions & { readonly files: readonly string[] },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const paths = rulesPaths(context.resolved.values, options.files, shell.cwd);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const isSuggesting = options.suggest === true || options.write === true;
  const tests: RulesetTest[] = [];
  for (const path of paths) {
    const ruleset = loadRuleset(path);
    const cases = casesBeside(path, ruleset);
    if (cases === null) throw noCases(path);
    tests.push(await testRuleset(ruleset, cases, { isSuggesting }));
  }
  if (options.write === true) for (const test of tests) addSuggested(test);
  const results = tests.map((test) => testResult(test, options.minCoverage));
  output?.write(results);
  const text = context.isJson
    ? JSON.stringify(results, null, 2)
    : tests
        .map((test) =>
          renderRulesetTest(
            { ...test, path: nearPath(test.path, shell.cwd) },
            { ...options, isWritten: options.write === true },
            context.terminal,
          ),
        )
        .join("\n\n");
  context.terminal.stdout.write(`${text}\n`);
  return results.every(({ isPassed }) => isPassed) ? exitCodes.ok : exitCodes.rules;
}

function noCases(path: string): UserError {
  return new UserError(
    exitCodes.rules,
    `${path} has no cases: write them into ${casesPath(path)}, as rules/routing.cases.json does.`,
  );
}

function addSuggested({ path, suggested }: RulesetTest): void {
  if (suggested.length > 0) writeWhole(path, appendCases(readFileSync(path, "utf8"), suggested));
}

function testResult({ path, decided, failed, coverage, suggested }: RulesetTest, minCoverage: number) {
  return {
    cases: path,
    isPassed: failed.length === 0 && (coverage === null || coverage.percent >= minCoverage),
    passed: decided.length - failed.length,
    failed: failed.map(({ name, facts, expect, mismatches, decision }) => ({
      name,
      facts,
      expected: expect,
      mismatches,
      decision,
    })),
    coverage: coverage && {
      percent: coverage.percent,
      missing: coverage.missing.map((unit) => ({ kind: unit.kind, place: placeText(unit) })),
    },
    suggested,
  };
}
