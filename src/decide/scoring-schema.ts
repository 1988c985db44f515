import * as z from "zod";
import type { Format } from "./check-document.ts";

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const weight = z.number().int().min(0);

const shape = {
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
};

/** How scores are made from history and weighed against each other. */
export const Scoring = z.object(shape);
export type Scoring = z.infer<typeof Scoring>;

/** A scoring file, `scoring.json`. */
export const ScoringFile = z.strictObject({ $schema: z.string().optional(), ...shape }).pipe(Scoring);

/** The format of a scoring file. */
export const scoringFormat = {
  schema: ScoringFile,
  keys: [shape, shape.combinedScore.shape, shape.reliability.shape, shape.fallbackPriority.shape].flatMap(
    (part) => Object.keys(part),
  ),
} satisfies Format<Scoring>;
