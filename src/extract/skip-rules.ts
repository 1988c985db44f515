import type { BatchRecord } from "../store/batch-record.ts";
import type { SkipRules } from "../store/taken-parts.ts";

/** What has to hold for a part to be left out of a batch. */
export function skipRules(
  deps: { readonly now: () => Date; readonly refreshAfterDays: number },
  batch: Pick<BatchRecord, "businessDay" | "provider" | "request">,
): SkipRules {
  const dayMs = 86_400_000;
  return {
    businessDay: batch.businessDay,
    provider: batch.provider,
    completedAfter: batch.request.refresh
      ? null
      : new Date(deps.now().getTime() - deps.refreshAfterDays * dayMs),
  };
}
