import { z } from "zod";

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const weight = z.number().int().min(0);

/** How scores are made from history and weighed against each other. */
export const Scoring = z.strictObject({
  /** Relative weights of the three scores in the combined score. */
  combinedScore: z
    .strictObject({ priorityWeight: weight, reliabilityWeight: weight, completenessWeight: weight })
    .refine((weights) => Object.values(weights).some((value) => value > 0), "one weight must be above 0"),
  reliability: z.strictObject({
    /** Successes and failures every manufacturer is assumed to have had before the first scrape. */
    alpha: positive,
    beta: positive,
    /** How many days of history count. */
    windowDays: positive,
    /** Below so many attempts history says nothing, and `prior` holds. */
    minAttempts: z.number().int().min(0),
    prior: share,
    /** For parts that name no manufacturer. */
    unknown: share,
    /** A manufacturer counts as reliable from here; rules read it as the threshold `reliableFrom`. */
    reliableFrom: share,
  }),
  /** Priority scores that give a fallback task its manual priority. */
  fallbackPriority: z.strictObject({ highFrom: share, lowBelow: share }),
  /** How many days of failed automation tasks count as recent. */
  failureWindowDays: positive,
});
export type Scoring = z.infer<typeof Scoring>;
