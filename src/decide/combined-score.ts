import type { Scoring } from "./scoring-schema.ts";

/** The weighted mean of the three scores, 0 to 1. */
export function combinedScore(
  scores: {
    readonly priorityScore: number;
    readonly manufacturerReliability: number;
    readonly completeness: number;
  },
  weights: Scoring["combinedScore"],
): number {
  const { priorityWeight, reliabilityWeight, completenessWeight } = weights;
  const sum =
    priorityWeight * scores.priorityScore +
    reliabilityWeight * scores.manufacturerReliability +
    completenessWeight * scores.completeness;
  return sum / (priorityWeight + reliabilityWeight + completenessWeight);
}
