import { type RawBuilder, sql } from "kysely";
import type { BatchId, SkipReason } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";
import { returnUnusedBudget } from "./open-batch.ts";
import type { CandidatePart, QuarantinedRow } from "./taken-parts.ts";

/** What one page of rows came to. */
export interface PageOutcome {
  readonly batchId: BatchId;
  readonly source: string;
  readonly firstOrdinal: number;
  readonly candidates: readonly CandidatePart[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly duplicates: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** The least priority score on the page, 0 to 1; null when it has no part. */
  readonly cutoffPriority: number | null;
  /** Where the next page starts. */
  readonly position: unknown;
}

/**
 * Writes one page into the ledger: its parts and their manufacturers, its quarantined rows, the counters and the
 * position, all in one statement. Answers the keys that were taken; a candidate that another batch took meanwhile is
 * counted as skipped.
 */
export async function recordPage(ledger: Ledger, page: PageOutcome): Promise<Set<PartKey>> {
  const { batchId } = page;
  const { rows } = await sql<{ key: PartKey }>`
    with ${insertedParts(page)}, quarantined as (
      insert into quarantined_rows (batch_id, source, fingerprint, raw, reason)
      select ${batchId}, ${page.source}, r.fingerprint, r.raw, r.reason
      from jsonb_to_recordset(${jsonText(page.quarantined)}::jsonb) as r(fingerprint text, raw jsonb, reason text)
      on conflict (fingerprint) where released_at is null do nothing
      returning id
    ), skip(reason, count) as (
      select key, value::int from jsonb_each_text(${jsonText(page.skipped)}::jsonb)
      union all select 'in_progress', ${page.candidates.length}::int - count(*)::int from taken
      union all select 'quarantined_before', ${page.quarantined.length}::int - count(*)::int from quarantined
    ), progress as (
      update batches b set
        extracted = extracted + (select count(*)::int from taken) + (select count(*)::int from quarantined)
          + ${page.duplicates}::int + (select sum(count)::int from skip),
        quarantined = quarantined + (select count(*)::int from quarantined),
        duplicates = duplicates + ${page.duplicates}::int,
        cutoff_priority = least(cutoff_priority, ${page.cutoffPriority}::numeric),
        skipped = (
          select coalesce(jsonb_object_agg(reason, count), '{}') from (
            select reason, sum(count::int) as count
            from (select * from jsonb_each_text(b.skipped) union all
                  select reason, count::text from skip) as both_sides(reason, count)
            group by reason having sum(count::int) > 0) as summed),
        source_position = ${jsonText(page.position)}::jsonb
      where id = ${batchId}
    )
    select key from taken`.execute(ledger);
  return new Set(rows.map((row) => row.key));
}

/** The part of the statement that puts a page's parts into the ledger, where they are not open in another batch. */
function insertedParts({ batchId, candidates, firstOrdinal }: PageOutcome): RawBuilder<unknown> {
  const rows = candidates.map((part, index) => ({ ...part, ordinal: firstOrdinal + index }));
  return sql`
    part as materialized (
      select * from jsonb_to_recordset(${jsonText(rows)}::jsonb) as r(key text, ordinal int, "sourceProductId" text,
        mpn text, manufacturer text, "manufacturerKey" text, "priorityScore" numeric, "sourceRow" jsonb,
        fingerprint text)
    ), maker as (
      insert into manufacturers (manufacturer_key, name)
      select distinct on ("manufacturerKey") "manufacturerKey", manufacturer
      from part where "manufacturerKey" <> '' order by "manufacturerKey", manufacturer
      on conflict do nothing
    ), alias as (
      insert into manufacturer_aliases (alias, manufacturer_key)
      select distinct on (manufacturer) manufacturer, "manufacturerKey"
      from part where "manufacturerKey" <> '' order by manufacturer, "manufacturerKey"
      on conflict do nothing
    ), taken as (
      insert into batch_parts (batch_id, part_key, ordinal, source_product_id, mpn, manufacturer, manufacturer_key,
        priority_score, source_row, source_fingerprint)
      select ${batchId}, key, ordinal, "sourceProductId", mpn, manufacturer, "manufacturerKey", "priorityScore",
        "sourceRow", fingerprint
      from part order by key
      on conflict do nothing
      returning part_key as key
    )`;
}

/** Ends extraction: the batch knows its parts, and the budget it did not use is free again. */
export async function finishExtraction(
  ledger: Ledger,
  batchId: BatchId,
  reason: string | null,
): Promise<void> {
  await ledger.transaction().execute(async (trx) => {
    // In the order in which opening a batch locks them, or two processes could wait for each other.
    await sql`
      select from daily_budget
      where business_day = (select business_day from batches where id = ${batchId}) for update`.execute(trx);
    await trx
      .updateTable("batches")
      .set({ stage: "extracted", extracted_at: sql<Date>`clock_timestamp()`, reason })
      .where("id", "=", batchId)
      .where("stage", "=", "opened")
      .execute();
    await returnUnusedBudget(trx, batchId);
  });
}

/** The keys a batch holds already. */
export async function takenKeys(ledger: Ledger, batchId: BatchId): Promise<Set<PartKey>> {
  const rows = await ledger
    .selectFrom("batch_parts")
    .select("part_key")
    .where("batch_id", "=", batchId)
    .execute();
  return new Set(rows.map((row) => row.part_key));
}

/** The first free ordinal of a batch. */
export async function nextOrdinal(ledger: Ledger, batchId: BatchId): Promise<number> {
  const row = await ledger
    .selectFrom("batch_parts")
    .select((eb) => eb.fn.max("ordinal").as("last"))
    .where("batch_id", "=", batchId)
    .executeTakeFirst();
  return (row?.last ?? -1) + 1;
}
