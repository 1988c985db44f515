import { dirname, join } from "node:path";
import { checkDocument } from "../../decide/check-document.ts";
import { checkManufacturers } from "../../decide/check-manufacturers.ts";
import { checkRuleset, type SharedParts, type SingleRuleset } from "../../decide/check-ruleset.ts";
import { completenessFormat } from "../../decide/completeness-schema.ts";
import type { JsonDocument } from "../../decide/json-document.ts";
import { readDocument } from "../../decide/read-document.ts";
import type { RulesetProblem } from "../../decide/ruleset-problem.ts";
import { scoringFormat } from "../../decide/scoring-schema.ts";
import { oneSidedProblem } from "./one-sided.ts";
import { overrideWarnings, type Override } from "./override-warnings.ts";
import { type RulesFileKind, rulesFileKind } from "./rules-file-kind.ts";

/** What was found in one file. */
export interface FileCheck {
  readonly file: string;
  readonly kind: RulesFileKind;
  readonly document: JsonDocument;
  readonly errors: readonly RulesetProblem[];
  /** What works, but not as the file makes believe. */
  readonly warnings: readonly RulesetProblem[];
  /** The ruleset, when the file is a sound one and so are the files beside it. */
  readonly ruleset: SingleRuleset | null;
}

export interface CheckRules {
  readonly overrides: readonly Override[];
  /** Rules that send every part one way are no error. */
  readonly isOneSidedMeant: boolean;
}

/** Checks every file by itself; rulesets are read with the scoring and completeness beside them, as a run does. */
export function checkRulesFiles(files: readonly string[], options: CheckRules): readonly FileCheck[] {
  return files.flatMap((file) => {
    const kind = rulesFileKind(file);
    return kind === null ? [] : [checkFile(file, kind, options)];
  });
}

function checkFile(file: string, kind: RulesFileKind, { overrides, isOneSidedMeant }: CheckRules): FileCheck {
  const document = readDocument(file);
  const found = { file, kind, document, warnings: [], ruleset: null };
  switch (kind) {
    case "scoring":
      return { ...found, errors: checkDocument(scoringFormat, document).problems };
    case "completeness":
      return { ...found, errors: checkDocument(completenessFormat, document).problems };
    case "manufacturers":
      return { ...found, errors: checkManufacturers(document).problems };
    case "ruleset": {
      const { value, problems } = checkRuleset(document, sharedParts(file, overrides));
      const oneSided = value === null || isOneSidedMeant ? null : oneSidedProblem(value, document);
      return {
        ...found,
        errors: oneSided === null ? problems : [...problems, oneSided],
        warnings: overrideWarnings(document, overrides),
        ruleset: value,
      };
    }
  }
}

function sharedParts(rulesFile: string, overrides: readonly Override[]): SharedParts {
  const beside = (name: string) => readDocument(join(dirname(rulesFile), name));
  return {
    scoring: checkDocument(scoringFormat, beside("scoring.json")).value,
    completeness: checkDocument(completenessFormat, beside("completeness.json")).value,
    overrides: Object.fromEntries(overrides.map(({ name, value }) => [name, value])),
  };
}
