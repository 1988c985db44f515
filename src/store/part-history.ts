import { sql } from "kysely";
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
 * The history of each of these parts as of now. Of a manufacturer's scrapes only those count that say something
 * about it: transport failures do not.
 */
export async function partHistories(
  ledger: Ledger,
  parts: readonly { readonly key: PartKey; readonly manufacturerKey: string | null }[],
  window: HistoryWindow,
): Promise<Map<PartKey, PartHistory>> {
  const { rows } = await sql<PartHistory & { key: PartKey }>`
    with part as (
      select * from unnest(${sql.val(parts.map((part) => part.key))}::text[],
        ${sql.val(parts.map((part) => part.manufacturerKey ?? ""))}::text[]) as p(key, maker)
    ), maker as (
      select p.manufacturer_key as maker, count(*)::int as attempts,
        count(*) filter (where t.status = 'completed')::int as successes
      from automation_tasks t join batch_parts p using (batch_id, part_key)
      where p.manufacturer_key in (select distinct maker from part where maker <> '')
        and coalesce(t.completed_at, t.failed_at) > ${window.reliabilityAfter}
        and (t.status = 'completed' or t.error_class = any(${sql.val(partFaultClasses)}::text[]))
      group by p.manufacturer_key
    ), failure as (
      select t.part_key as key, count(*)::int as failures from automation_tasks t
      where t.status = 'failed' and t.failed_at > ${window.failuresAfter} and t.part_key in (select key from part)
      group by t.part_key
    )
    select part.key, coalesce(failure.failures, 0) as "recentFailures",
      case when part.maker = '' then null else jsonb_build_object(
        'attempts', coalesce(maker.attempts, 0), 'successes', coalesce(maker.successes, 0)) end as manufacturer
    from part left join failure using (key) left join maker using (maker)`.execute(ledger);
  return new Map(rows.map(({ key, ...history }) => [key, history]));
}
