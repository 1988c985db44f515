import { existsSync } from "node:fs";
import { checkDocument } from "../../decide/check-document.ts";
import { reservedIds } from "../../decide/check-rules.ts";
import { problemsOf } from "../../decide/problem-list.ts";
import { readDocument } from "../../decide/read-document.ts";
import { cut, didYouMean, rulesetError } from "../../decide/ruleset-problem.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Facts } from "../../domain/decision.ts";
import { FactsBase, withCombinedScore } from "../facts-record.ts";
import { casesFormat, type CasesFile, type Expectation } from "./cases-schema.ts";

/** A case with all its facts. */
export interface RuleCase {
  readonly name: string;
  readonly facts: Facts;
  readonly expect: Expectation;
}

/** The cases of a ruleset, and the facts of a typical part. */
export interface RuleCases {
  readonly path: string;
  readonly base: Facts;
  readonly cases: readonly RuleCase[];
}

/** `rules/routing.json` has its cases in `rules/routing.cases.json`. */
export function casesPath(rulesPath: string): string {
  return rulesPath.replace(/(\.json)?$/, ".cases.json");
}

/** The cases beside a rules file; null where there are none. */
export function casesBeside(rulesPath: string, ruleset: Ruleset): RuleCases | null {
  const path = casesPath(rulesPath);
  return existsSync(path) ? loadCases(path, ruleset) : null;
}

/**
 * Reads a file of cases for a ruleset.
 *
 * @throws {UserError} with everything that is wrong in it, by line and column.
 */
export function loadCases(path: string, ruleset: Ruleset): RuleCases {
  const document = readDocument(path);
  const { value: file, problems } = checkDocument(casesFormat, document);
  if (file === null || problems.length > 0) throw rulesetError(problems);
  const named = problemsOf(document);
  checkNames(file, ruleset, named.report);
  const [base] = Object.values(file.bases);
  if (base === undefined) named.report(["bases"], "there must be at least one base");
  if (base === undefined || named.all().length > 0) throw rulesetError(named.all());
  return {
    path,
    base: completeFacts(base, {}, ruleset),
    cases: file.cases.map(({ name, base: baseName, given, expect }) => ({
      name,
      facts: completeFacts(
        (baseName === undefined ? undefined : file.bases[baseName]) ?? base,
        given,
        ruleset,
      ),
      expect,
    })),
  };
}

type Base = CasesFile["bases"][string];
type Given = CasesFile["cases"][number]["given"];

function completeFacts(base: Base, given: Given, ruleset: Ruleset): Facts {
  return withCombinedScore(FactsBase.parse({ ...base, ...given }), ruleset);
}

function checkNames(
  { bases, cases }: CasesFile,
  { rules }: Ruleset,
  report: (path: readonly (string | number)[], message: string) => void,
): void {
  const ruleIds = [...rules.map(({ id }) => id), reservedIds.otherwise];
  const seen = new Map<string, number>();
  for (const [index, { name, base, expect }] of cases.entries()) {
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, index);
    else report(["cases", index, "name"], `cases[${earlier}] has this name already`);
    if (base !== undefined && !Object.hasOwn(bases, base)) {
      report(["cases", index, "base"], `no base "${cut(base)}".${didYouMean(base, Object.keys(bases))}`);
    }
    if (!ruleIds.includes(expect.rule)) {
      const hint = didYouMean(expect.rule, ruleIds);
      report(["cases", index, "expect", "rule"], `no enabled rule "${cut(expect.rule)}".${hint}`);
    }
  }
}
