import type { z } from "zod";
import { checkRules, type CheckedRules } from "./check-rules.ts";
import { CompletenessWeights } from "./completeness-schema.ts";
import { reservedKeyPaths } from "./reserved-keys.ts";
import { rulesetHash } from "./ruleset-hash.ts";
import { rulesetError, type JsonPath, type RulesetProblem } from "./ruleset-problem.ts";
import { RulesetFile, rulesetKeys } from "./ruleset-schema.ts";
import type { RoutingRule, Ruleset, RulesetContent } from "./ruleset.ts";
import { Scoring } from "./scoring-schema.ts";
import { zodProblems } from "./zod-problems.ts";

/** How the three documents are called in messages. */
export type RulesetFileNames = Readonly<Record<"routing" | "scoring" | "completeness", string>>;

/**
 * Checks three parsed documents and makes the ruleset they describe.
 *
 * @throws {UserError} that lists every problem, not only the first.
 */
export function buildRuleset(content: RulesetContent, names: RulesetFileNames): Ruleset {
  const problems: RulesetProblem[] = [];
  const scoring = parse(Scoring, content.scoring, names.scoring, problems);
  const completeness = parse(CompletenessWeights, content.completeness, names.completeness, problems);
  const file = parse(RulesetFile, content.routing, names.routing, problems);
  const report = (path: JsonPath, message: string) => {
    problems.push({ file: names.routing, path, message });
  };
  const reliableFrom = scoring?.reliability.reliableFrom ?? null;
  const checked = checkRules(content.routing, content.overrides, reliableFrom, report);
  if (problems.length > 0 || file === null || scoring === null || completeness === null || !checked.lane) {
    throw rulesetError(problems);
  }
  const rules = enabledRules(file, checked);
  const logic = { rules, lane: checked.lane, otherwise: file.otherwise, scoring, completeness };
  return { name: file.name, version: file.version, hash: rulesetHash(logic), source: content, ...logic };
}

function parse<T>(
  schema: z.ZodType<T>,
  document: unknown,
  file: string,
  problems: RulesetProblem[],
): T | null {
  const reserved = reservedKeyPaths(document);
  problems.push(
    ...reserved.map((path) => ({ file, path, message: "this key is reserved; use another name" })),
  );
  const parsed = schema.safeParse(document, { reportInput: true });
  if (parsed.success) return parsed.data;
  problems.push(...zodProblems(parsed.error, rulesetKeys).map((problem) => ({ file, ...problem })));
  return null;
}

function enabledRules(file: RulesetFile, checked: CheckedRules): readonly RoutingRule[] {
  return file.rules.flatMap(({ id, description, enabled, then }, index) => {
    const when = checked.when[index];
    return enabled && when ? [{ id, description: description ?? null, when, then }] : [];
  });
}
