import type { ErrorClass } from "../domain/error-class.ts";
import type { ManualPriority } from "../domain/manual-task.ts";
import type { Scoring } from "./scoring-schema.ts";

/**
 * How urgent a manual task is that was made because automation failed. No score counts as 0; `errorClass` is
 * null while nothing has failed yet.
 */
export function fallbackPriority(
  priorityScore: number | null,
  errorClass: ErrorClass | null,
  scoring: Pick<Scoring, "fallbackPriority">,
): ManualPriority {
  const { highFrom, lowBelow } = scoring.fallbackPriority;
  const score = priorityScore ?? 0;
  if (errorClass === "ambiguous_match" || score >= highFrom) return "high";
  return score < lowBelow ? "low" : "medium";
}
