import { type Expression, type SqlBool, sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** A row of the source that could not be a part, and what became of it. */
export interface QuarantinedEntry {
  /** Counted up from 1 in this database. */
  readonly id: number;
  readonly batchId: BatchId;
  readonly source: string;
  readonly reason: string;
  /** The row as the source has it. */
  readonly raw: unknown;
  readonly quarantinedAt: Date;
  /** Null while it is in quarantine. */
  readonly release: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export interface QuarantineFilter {
  /** Part of the reason, whatever its letter case; null for any. */
  readonly reason: string | null;
  readonly batchId: BatchId | null;
  readonly state: "quarantined" | "released";
}

export interface QuarantineList {
  readonly total: number;
  /** Of all that match, by the reason without the values in it, the most frequent first. */
  readonly byReason: readonly { readonly reason: string; readonly count: number }[];
  /** The latest first. */
  readonly rows: readonly QuarantinedEntry[];
}

/** The rows that match, at most `limit` of them, and counts of all. */
export async function quarantineList(
  ledger: Ledger,
  filter: QuarantineFilter & { readonly limit: number },
): Promise<QuarantineList> {
  const matches = matching(filter);
  const { rows: byReason } = await sql<{ reason: string; count: number }>`
    select ${reasonWithoutValues} as reason, count(*)::int as count
    from quarantined_rows where ${matches} group by 1 order by 2 desc, min(reason collate "C")`.execute(
    ledger,
  );
  const { rows } = await sql<QuarantinedEntry>`
    ${entries} where ${matches} order by id desc limit ${filter.limit}`.execute(ledger);
  return { total: byReason.reduce((sum, group) => sum + group.count, 0), byReason, rows };
}

/** One row of the quarantine; undefined when there is none with this id. */
export async function quarantinedEntry(ledger: Ledger, id: number): Promise<QuarantinedEntry | undefined> {
  const { rows } = await sql<QuarantinedEntry>`${entries} where id = ${id}`.execute(ledger);
  return rows[0];
}

/** What is released: some rows, or all that match. */
export type ReleaseScope = { readonly ids: readonly number[] } | { readonly matching: QuarantineFilter };

/**
 * Lets rows out of quarantine: the next run that reads one judges it anew. Answers the ids of those that were in it;
 * an event tells of each.
 */
export async function releaseQuarantined(
  ledger: Ledger,
  scope: ReleaseScope,
  reason: string,
): Promise<number[]> {
  const isMeant =
    "ids" in scope ? sql<SqlBool>`id = any(${sql.val(scope.ids)}::bigint[])` : matching(scope.matching);
  const { rows } = await sql<{ id: number }>`
    with released as (
      update quarantined_rows
      set released_at = clock_timestamp(), released_by = current_actor(), release_reason = ${reason}
      where released_at is null and ${isMeant}
      returning id, batch_id, fingerprint, released_by
    ), event as (
      insert into events (kind, batch_id, subject_id, from_status, to_status, actor, data)
      select 'quarantine', batch_id, id::text, 'quarantined', 'released', released_by,
        jsonb_build_object('reason', ${reason}::text, 'fingerprint', fingerprint)
      from released
    )
    select id::int as id from released order by id`.execute(ledger);
  return rows.map((row) => row.id);
}

const entries = sql`
  select id::int as id, batch_id as "batchId", source, reason, raw, quarantined_at as "quarantinedAt",
    case when released_at is null then null
      else jsonb_build_object('at', released_at, 'by', released_by, 'reason', release_reason) end as release
  from quarantined_rows`;

/** `priority_score.score is 92.21, outside the declared scale …` → `priority_score.score is …, outside the …`. */
const reasonWithoutValues = sql`regexp_replace(regexp_replace(reason,
  ' is .*, (outside|expected|longer)', ' is …, \\1'), '(JSON object): .*', '\\1.')`;

function matching({ reason, batchId, state }: QuarantineFilter): Expression<SqlBool> {
  return sql<SqlBool>`(released_at is null) = ${state === "quarantined"}
    and (${reason}::text is null or strpos(lower(reason), lower(${reason}::text)) > 0)
    and (${batchId}::text is null or batch_id = ${batchId}::text)`;
}
