import { type RawBuilder, sql } from "kysely";
import { partFaultClasses } from "../domain/error-class.ts";
import type { PartKey } from "../domain/part.ts";
import type { Ledger } from "./ledger.ts";

/** What the ledger remembers of a part and of its manufacturer. */
export interface PartHistory {
  /** Automation tasks of the part that ended failed. */
  readonly recentFailures: number;
  /** Null when the part names no manufacturer. */
  readonly manufacturer: { readonly attempts: number; readonly successes: number } | null;
}

/** How far back history counts. */
export interface HistoryWindow {
  readonly failuresAfter: Date;
  readonly reliabilityAfter: Date;
}

/**
 * The parts that a query finds, each with its `history` as of now. The query answers the columns `key` and
 * `manufacturerKey` (null or `''` where the part names no manufacturer). Of a manufacturer's scrapes only those count
 * that say something about it: transport failures do not.
 */
export function withHistory<Part>(
  parts: RawBuilder<Part>,
  window: HistoryWindow,
): RawBuilder<Part & { readonly history: PartHistory }> {
  return sql`
    with part as materialized (${parts}), maker as (
      select p.manufacturer_key as key, count(*)::int as attempts,
        count(*) filter (where t.status = 'completed')::int as successes
      from automation_tasks t join batch_parts p using (batch_id, part_key)
      where p.manufacturer_key in (select distinct "manufacturerKey" from part where "manufacturerKey" <> '')
        and coalesce(t.completed_at, t.failed_at) > ${window.reliabilityAfter}
        and (t.status = 'completed' or t.error_class = any(${sql.val(partFaultClasses)}::text[]))
      group by p.manufacturer_key
    ), failure as (
      select t.part_key as key, count(*)::int as failures from automation_tasks t
      where t.status = 'failed' and t.failed_at > ${window.failuresAfter} and t.part_key in (select key from part)
      group by t.part_key
    )
    select part.*, jsonb_build_object(
      'recentFailures', coalesce(failure.failures, 0),
      'manufacturer', case when coalesce(part."manufacturerKey", '') <> '' then jsonb_build_object(
        'attempts', coalesce(maker.attempts, 0), 'successes', coalesce(maker.successes, 0)) end) as history
    from part left join failure on failure.key = part.key left join maker on maker.key = part."manufacturerKey"`;
}

/** The history of each of these parts, which need not be in the ledger. */
export async function partHistories(
  ledger: Ledger,
  parts: readonly { readonly key: PartKey; readonly manufacturerKey: string | null }[],
  window: HistoryWindow,
): Promise<Map<PartKey, PartHistory>> {
  const named = sql<{ key: PartKey }>`
    select * from unnest(${sql.val(parts.map((part) => part.key))}::text[],
      ${sql.val(parts.map((part) => part.manufacturerKey))}::text[]) as p(key, "manufacturerKey")`;
  const { rows } = await withHistory(named, window).execute(ledger);
  return new Map(rows.map(({ key, history }) => [key, history]));
}
