import { callsOf, countWhere, isFlip, knownOutcomes, type ReplayedGroup } from "./replayed-group.ts";
import type { CostChange } from "./simulation.ts";

/** What a review costs, and when there is one. */
export interface ReviewTerms {
  readonly minutesPerReview: number;
  /** Whether a lookup that fails becomes a task for a person. */
  readonly doFailuresBecomeReviews: boolean;
}

/**
 * What other routes cost. A lookup that is saved saves the calls it took; a new one takes as many as the others did
 * on average (one where there was none). A part that leaves the queue comes back as often as lookups failed; one
 * that joins it is no new review where its lookup had failed and made one anyway.
 */
export function costChange(groups: readonly ReplayedGroup[], terms: ReviewTerms): CostChange {
  const looked = groups.filter(({ stored }) => stored.route === "automation");
  const { completed, faulted, failedOtherwise } = knownOutcomes(looked);
  const ended = completed + faulted + failedOtherwise;
  const callsPerLookup = ended === 0 ? 1 : callsOf(looked) / ended;
  const failureRate = ended === 0 ? 0 : (faulted + failedOtherwise) / ended;
  const flips = groups.filter(isFlip);
  const toManual = flips.filter(({ now }) => now.route === "manual");
  const toAutomation = countWhere(flips, ({ now }) => now.route === "automation");
  const failedBefore = knownOutcomes(toManual).faulted + knownOutcomes(toManual).failedOtherwise;
  const returning = terms.doFailuresBecomeReviews ? 1 : 0;
  const reviews =
    countWhere(toManual, () => true) -
    returning * failedBefore -
    toAutomation * (1 - returning * failureRate);
  return {
    calls: Math.round(toAutomation * callsPerLookup) - callsOf(toManual),
    callsPerLookup,
    reviews: Math.round(reviews),
    failureRate,
    minutesPerReview: terms.minutesPerReview,
    reviewHours: (Math.round(reviews) * terms.minutesPerReview) / 60,
  };
}
