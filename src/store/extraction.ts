import { sql } from "kysely";
import type { BatchId, SkipReason } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";
import { returnUnusedBudget } from "./open-batch.ts";
import {
  type CandidatePart,
  type QuarantinedRow,
  insertParts,
  insertQuarantined,
  upsertManufacturers,
} from "./taken-parts.ts";

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
 * Writes one page into the ledger: its parts, its quarantined rows, the counters and the position, all or nothing.
 * Answers the keys that were taken; a candidate that another batch took meanwhile is counted as skipped.
 */
export async function recordPage(ledger: Ledger, page: PageOutcome): Promise<Set<PartKey>> {
  return ledger.transaction().execute(async (trx) => {
    const { candidates, batchId } = page;
    await upsertManufacturers(trx, namedManufacturers(candidates));
    const taken = await insertParts(trx, batchId, page.firstOrdinal, candidates);
    const quarantined = await insertQuarantined(trx, batchId, page.source, page.quarantined);
    const skipped = {
      ...page.skipped,
      in_progress: (page.skipped.in_progress ?? 0) + candidates.length - taken.size,
      quarantined_before: (page.skipped.quarantined_before ?? 0) + page.quarantined.length - quarantined,
    };
    const skippedTotal = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    await sql`
      update batches b set
        extracted = extracted + ${taken.size + quarantined + page.duplicates + skippedTotal}::int,
        quarantined = quarantined + ${quarantined}::int,
        duplicates = duplicates + ${page.duplicates}::int,
        cutoff_priority = least(cutoff_priority, ${page.cutoffPriority}::numeric),
        skipped = (
          select coalesce(jsonb_object_agg(reason, count), '{}') from (
            select reason, sum(count::int) as count
            from (select * from jsonb_each_text(b.skipped) union all
                  select * from jsonb_each_text(${jsonText(skipped)}::jsonb)) as both_sides(reason, count)
            group by reason having sum(count::int) > 0) as summed),
        source_position = ${jsonText(page.position)}::jsonb
      where id = ${batchId}`.execute(trx);
    return taken;
  });
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

function namedManufacturers(candidates: readonly CandidatePart[]) {
  return candidates.flatMap(({ manufacturer, manufacturerKey }) =>
    manufacturer === null || manufacturerKey === null || manufacturerKey === ""
      ? []
      : [{ key: manufacturerKey, name: manufacturer }],
  );
}
