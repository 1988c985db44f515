import type { Ruleset } from "../decide/ruleset.ts";
import { casesBeside } from "../rules/cases/load-cases.ts";
import { casesVerdict } from "../rules/cases/run-cases.ts";

/**
 * What keeps a ruleset from the cases beside its file; null when it passes them, or there are none.
 *
 * @throws {UserError} when the cases themselves are wrong.
 */
export async function casesProblem(rulesPath: string, ruleset: Ruleset): Promise<string | null> {
  const cases = casesBeside(rulesPath, ruleset);
  if (cases === null) return null;
  const { failed, decided, path } = await casesVerdict(ruleset, cases);
  const [first] = failed;
  if (first === undefined) return null;
  const more = failed.length === 1 ? "" : `; ${failed.length} of ${decided.length} cases fail`;
  return `${path}: the case "${first.name}" fails: ${first.mismatches.join(", ")}${more}. Correct the rules, or the case if the change is meant: "workflow rules test" shows each.`;
}
