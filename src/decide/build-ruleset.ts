import type { z } from "zod";
import { checkRules, type CheckedRules } from "./check-rules.ts";
import { CompletenessWeights } from "./completeness-schema.ts";
import { reservedKeyPaths } from "./reserved-keys.ts";
import { rulesetHash } from "./ruleset-hash.ts";
import { rulesetError, type JsonPath, type RulesetProblem } from "./ruleset-problem.ts";
import { RulesetFile, rulesetKeys } from "./ruleset-schema.ts";
import type { RoutingRule, Ruleset, RulesetContent, ShadowRule } from "./ruleset.ts";
import { Scoring } from "./scoring-schema.ts";
import { zodProblems } from "./zod-problems.ts";

/** How the documents are called in messages. */
export type RulesetFileNames = Readonly<Record<"routing" | "scoring" | "completeness" | "shadow", string>>;

/** What two rulesets side by side have in common; null is what could not be read. */
interface Shared {
  readonly scoring: Scoring | null;
  readonly completeness: CompletenessWeights | null;
}

/**
 * Checks the parsed documents and makes the ruleset they describe.
 *
 * @throws {UserError} that lists every problem, not only the first.
 */
export function buildRuleset(content: RulesetContent, names: RulesetFileNames): Ruleset {
  const problems: RulesetProblem[] = [];
  const shared = {
    scoring: parse(Scoring, content.scoring, names.scoring, problems),
    completeness: parse(CompletenessWeights, content.completeness, names.completeness, problems),
  };
  const live = compile(content, names.routing, shared, problems);
  const candidate = { ...content, routing: content.shadow, shadow: null };
  const shadowRuleset = content.shadow === null ? null : compile(candidate, names.shadow, shared, problems);
  if (problems.length > 0 || live === null) throw rulesetError(problems);
  return { ...live, shadowRuleset };
}

/** One ruleset without the one in its shadow; null when something was found wrong. */
function compile(
  content: RulesetContent,
  name: string,
  { scoring, completeness }: Shared,
  problems: RulesetProblem[],
): Ruleset | null {
  const file = parse(RulesetFile, content.routing, name, problems);
  const report = (path: JsonPath, message: string) => {
    problems.push({ file: name, path, message });
  };
  const reliableFrom = scoring?.reliability.reliableFrom ?? null;
  const checked = checkRules(content.routing, content.overrides, reliableFrom, report);
  if (file === null || scoring === null || completeness === null || !checked.lane) return null;
  const { rules, shadowRules } = enabledRules(file, checked);
  const logic = { rules, lane: checked.lane, otherwise: file.otherwise, scoring, completeness };
  return {
    name: file.name,
    version: file.version,
    hash: rulesetHash(logic),
    source: content,
    ...logic,
    shadowRules,
    shadowRuleset: null,
    invariants: file.invariants,
  };
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

function enabledRules(file: RulesetFile, checked: CheckedRules): Pick<Ruleset, "rules" | "shadowRules"> {
  const rules: RoutingRule[] = [];
  const shadowRules: ShadowRule[] = [];
  for (const [index, { id, description, enabled, mode, then }] of file.rules.entries()) {
    const when = checked.when[index];
    if (!enabled || !when) continue;
    const rule = { id, description: description ?? null, when, then };
    if (mode === "live") rules.push(rule);
    else shadowRules.push({ ...rule, liveRulesBefore: rules.length });
  }
  return { rules, shadowRules };
}
