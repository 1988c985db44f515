import * as z from "zod";
import { combinedScore } from "../decide/combined-score.ts";
import { roundScore } from "../decide/round-score.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { routes, type Facts } from "../domain/decision.ts";

const score = z.number().min(0).max(1).transform(roundScore);

/** All facts of one part as written by a person or stored in the ledger; scores are rounded as for a decision. */
export const FactsRecord = z.strictObject({
  forcedRoute: z.enum(["none", ...routes]),
  priorityScore: score,
  hasPriorityScore: z.boolean(),
  completeness: score,
  manufacturerReliability: score,
  combinedScore: score,
  recentFailures: z.int().min(0),
}) satisfies z.ZodType<Facts>;

/** Facts of which the combined score may be missing. */
export const FactsBase = FactsRecord.partial({ combinedScore: true });

/** A combined score that is not given is made of the three others, as in a run. */
export function withCombinedScore(
  facts: z.infer<typeof FactsBase>,
  { scoring }: Pick<Ruleset, "scoring">,
): Facts {
  const derived = roundScore(combinedScore(facts, scoring.combinedScore));
  return { ...facts, combinedScore: facts.combinedScore ?? derived };
}
