import { skipReasons } from "../domain/batch.ts";
import type { SkipCounts } from "./part-source.ts";

/** Counts by reason, both sides together. */
export function summed(one: SkipCounts, other: SkipCounts): SkipCounts {
  return skipReasons.reduce<SkipCounts>((sum, reason) => {
    const count = (one[reason] ?? 0) + (other[reason] ?? 0);
    return count === 0 ? sum : { ...sum, [reason]: count };
  }, {});
}
