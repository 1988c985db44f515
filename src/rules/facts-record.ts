import { z } from "zod";
import { roundScore } from "../decide/round-score.ts";
import { routes, type Facts } from "../domain/decision.ts";

const score = z
  .number("this must be a number from 0 to 1")
  .min(0, "this must be a number from 0 to 1")
  .max(1, "this must be a number from 0 to 1")
  .transform(roundScore);
const count = "this must be a whole number from 0 up";

/** All facts of one part as written by a person or stored in the ledger; scores are rounded as for a decision. */
export const FactsRecord = z.strictObject({
  forcedRoute: z.enum(["none", ...routes]),
  priorityScore: score,
  hasPriorityScore: z.boolean("this must be true or false"),
  completeness: score,
  manufacturerReliability: score,
  combinedScore: score,
  recentFailures: z.number(count).int(count).min(0, count),
}) satisfies z.ZodType<Facts>;
