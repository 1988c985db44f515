import { createDecider } from "../../decide/decider.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { regionMap } from "../regions.ts";
import { coverageOf, coverageUnits, type Coverage } from "./coverage.ts";
import type { RuleCases } from "./load-cases.ts";
import { asWritten, casesVerdict, type CasesVerdict } from "./run-cases.ts";
import { suggestCases, type SuggestedCase } from "./suggest-cases.ts";

/** What a ruleset's cases say, and what they leave unsaid. */
export interface RulesetTest extends CasesVerdict {
  /** Null when the ruleset has more regions than cases could be written for. */
  readonly coverage: Coverage | null;
  readonly suggested: readonly SuggestedCase[];
}

/** Runs the cases of a ruleset and measures what of it they reach; suggests what is missing when asked. */
export async function testRuleset(
  ruleset: Ruleset,
  cases: RuleCases,
  { isSuggesting }: { readonly isSuggesting: boolean },
): Promise<RulesetTest> {
  const verdict = await casesVerdict(ruleset, cases);
  const written = asWritten(ruleset);
  const map = regionMap(written);
  if (map === null) return { ...verdict, coverage: null, suggested: [] };
  const coverage = coverageOf(
    coverageUnits(written, map),
    map,
    verdict.decided.map(({ decision }) => decision),
  );
  const request = {
    ruleset: written,
    decider: createDecider(written),
    map,
    base: cases.base,
    missing: coverage.missing,
    takenNames: cases.cases.map(({ name }) => name),
  };
  return { ...verdict, coverage, suggested: isSuggesting ? await suggestCases(request) : [] };
}
