import type { Facts } from "../domain/decision.ts";
import { factCatalogue, factValueProblem } from "./fact-catalogue.ts";
import { roundScore } from "./round-score.ts";

/** What keeps facts from being decided on, or null. The engine itself would coerce, or quietly find no rule. */
export function factsProblem(facts: Facts): string | null {
  const values = new Map<string, unknown>(Object.entries(facts));
  for (const [name, spec] of factCatalogue) {
    const value = values.get(name);
    const problem = factValueProblem(spec, value);
    if (problem !== null) return `the fact ${name} ${problem}`;
    if (spec.type === "score" && Number(value) !== roundScore(Number(value))) {
      return `the fact ${name} must be rounded to 4 decimals, not ${String(value)}`;
    }
  }
  return null;
}
