import type { PartSource } from "./part-source.ts";

const hourMs = 3_600_000;

/**
 * Why a source counts as stale, as a sentence without remedy; null when it is fresh, when its age is unknown, and
 * when `maxAgeHours` is 0.
 */
export function staleness(
  source: Pick<PartSource, "description" | "modifiedAt">,
  { now, maxAgeHours }: { readonly now: Date; readonly maxAgeHours: number },
): string | null {
  const { description, modifiedAt } = source;
  if (modifiedAt === null || maxAgeHours === 0) return null;
  const ageHours = (now.getTime() - modifiedAt.getTime()) / hourMs;
  if (ageHours < maxAgeHours) return null;
  const since = modifiedAt.toISOString().replace(/:\d\d\.\d+Z$/, "Z");
  return `The part source ${description} was last changed at ${since}, ${Math.floor(ageHours)} hours ago, and counts as stale from ${maxAgeHours} hours`;
}
