import { sql } from "kysely";
import type { BatchId, SkipReason } from "../domain/batch.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
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

/** Why each of these parts is left out now; parts that may be taken are not in the map. */
export async function skippedParts(
  ledger: Ledger,
  batchId: BatchId,
  keys: readonly PartKey[],
  rules: SkipRules,
): Promise<Map<PartKey, SkipReason>> {
  const { rows } = await sql<{ key: PartKey; reason: SkipReason | null }>`
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
    from unnest(${sql.val(keys)}::text[]) as k(key)`.execute(ledger);
  return new Map(rows.flatMap(({ key, reason }) => (reason === null ? [] : [[key, reason] as const])));
}

/** Which of these rows were quarantined before, by fingerprint. */
export async function knownQuarantined(
  ledger: Ledger,
  fingerprints: readonly string[],
): Promise<Set<string>> {
  if (fingerprints.length === 0) return new Set();
  const rows = await ledger
    .selectFrom("quarantined_rows")
    .select("fingerprint")
    .where("fingerprint", "=", sql<string>`any(${sql.val(fingerprints)}::text[])`)
    .where("released_at", "is", null)
    .execute();
  return new Set(rows.map((row) => row.fingerprint));
}

/** Writes parts into the ledger; answers the keys that were taken. A part open in another batch is not. */
export async function insertParts(
  trx: Ledger,
  batchId: BatchId,
  firstOrdinal: number,
  parts: readonly CandidatePart[],
): Promise<Set<PartKey>> {
  if (parts.length === 0) return new Set();
  const rows = parts.map((part, index) => ({ ...part, ordinal: firstOrdinal + index }));
  const { rows: inserted } = await sql<{ key: PartKey }>`
    insert into batch_parts (batch_id, part_key, ordinal, source_product_id, mpn, manufacturer, manufacturer_key,
      priority_score, source_row, source_fingerprint)
    select ${batchId}, r.key, r.ordinal, r."sourceProductId", r.mpn, r.manufacturer, r."manufacturerKey",
      r."priorityScore", r."sourceRow", r.fingerprint
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as r(key text, ordinal int, "sourceProductId" text,
      mpn text, manufacturer text, "manufacturerKey" text, "priorityScore" numeric, "sourceRow" jsonb, fingerprint text)
    order by r.key
    on conflict do nothing
    returning part_key as key`.execute(trx);
  return new Set(inserted.map((row) => row.key));
}

/** Records the manufacturers that a page of rows names. */
export async function upsertManufacturers(
  trx: Ledger,
  names: readonly { key: string; name: string }[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`
    with named as (
      select distinct on (r.key, r.name) r.key, r.name
      from jsonb_to_recordset(${jsonText(names)}::jsonb) as r(key text, name text)
    ), maker as (
      insert into manufacturers (manufacturer_key, name)
      select distinct on (key) key, name from named order by key, name
      on conflict do nothing
    )
    insert into manufacturer_aliases (alias, manufacturer_key)
    select distinct on (name) name, key from named order by name, key
    on conflict do nothing`.execute(trx);
}

export async function insertQuarantined(
  trx: Ledger,
  batchId: BatchId,
  source: string,
  rows: readonly QuarantinedRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const inserted = await trx
    .insertInto("quarantined_rows")
    .values(
      rows.map((row) => ({
        batch_id: batchId,
        source,
        fingerprint: row.fingerprint,
        raw: jsonText(row.raw),
        reason: row.reason,
      })),
    )
    .onConflict((conflict) => conflict.column("fingerprint").where("released_at", "is", null).doNothing())
    .returning("fingerprint")
    .execute();
  return inserted.length;
}
