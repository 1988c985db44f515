import { sql } from "kysely";
import type { BatchId, SkipReason } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import type { Ledger } from "./ledger.ts";

/** A valid source row on its way into the ledger. */
export interface CandidatePart {
  readonly key: PartKey;
  readonly sourceProductId: string;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly manufacturerKey: string | null;
  readonly priorityScore: number | null;
  readonly sourceRow: unknown;
  readonly fingerprint: string;
}

export interface QuarantinedRow {
  readonly fingerprint: string;
  readonly raw: unknown;
  readonly reason: string;
}

/** What has to hold for a part to be left out. */
export interface SkipRules {
  readonly businessDay: string;
  readonly provider: string;
  /** Parts completed after this moment are left out; null leaves none out for that. */
  readonly completedAfter: Date | null;
}

/**
 * Why rows are passed over now: by the key of a part that may not be taken, and by the fingerprint of a row that is in
 * quarantine. What is not in the map may be taken or put there.
 */
export async function reasonsToSkip(
  ledger: Ledger,
  batchId: BatchId,
  found: { readonly keys: readonly PartKey[]; readonly fingerprints: readonly string[] },
  rules: SkipRules,
): Promise<Map<string, SkipReason>> {
  const { rows } = await sql<{ name: string; reason: SkipReason }>`
    with part as (
      select k.key, case
        when exists (select from batch_parts p
          where p.part_key = k.key and p.settled_at is null and p.batch_id <> ${batchId}) then 'in_progress'
        when exists (select from manual_tasks m
          where m.part_key = k.key and m.status in ('initialized', 'processing')) then 'pending_review'
        when exists (select from automation_tasks t join batches b on b.id = t.batch_id
          where t.part_key = k.key and t.status = 'completed' and t.completed_at > ${rules.completedAfter}
            and b.provider = ${rules.provider})
          or exists (select from manual_tasks m
          where m.part_key = k.key and m.status = 'completed' and m.closed_at > ${rules.completedAfter})
          then 'completed_recently'
        when exists (select from batch_parts p join batches b on b.id = p.batch_id
          where p.part_key = k.key and b.business_day = ${rules.businessDay}::date and p.batch_id <> ${batchId}
            and b.provider = ${rules.provider}) then 'same_business_day'
        end as reason
      from unnest(${sql.val(found.keys)}::text[]) as k(key)
    )
    select key as name, reason from part where reason is not null
    union all
    select fingerprint, 'quarantined_before' from quarantined_rows
    where fingerprint = any(${sql.val(found.fingerprints)}::text[]) and released_at is null`.execute(ledger);
  return new Map(rows.map(({ name, reason }) => [name, reason]));
}
