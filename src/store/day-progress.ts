import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/**
 * Whether a batch of a business day has read the source to its end, from this priority floor or a lower one: a part
 * that was due on that day has been taken then. A batch that could not read its source does not count.
 */
export async function isSourceTaken(
  ledger: Ledger,
  day: { businessDay: string; provider: string; sourceUri: string; floor: number; refresh: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ isTaken: boolean }>`
    select exists (
      select from batches b
      where b.kind = 'run' and b.business_day = ${day.businessDay}::date and b.provider = ${day.provider}
        and b.source_uri = ${day.sourceUri} and b.extracted_at is not null and b.budget_reserved < b.wanted
        and not (b.status = 'failed' and b.budget_reserved = 0)
        and coalesce((b.request ->> 'priorityThreshold')::numeric, (b.config ->> 'manualPriorityThreshold')::numeric)
          <= ${day.floor}
        and (not ${day.refresh}::boolean or (b.request ->> 'refresh')::boolean)
    ) as "isTaken"`.execute(ledger);
  return rows[0]?.isTaken ?? false;
}
