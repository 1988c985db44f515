import { type RawBuilder, sql } from "kysely";
import type { SkipReason } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";
import type { SkipRules } from "./taken-parts.ts";

/** Parts that share the reason for which they are left out. */
export interface LeftOutChunk {
  readonly reason: SkipReason;
  /** Part number and manufacturer (`""` for none) of each, with U+001F between the two and U+001E between parts. */
  readonly names: string;
}

/** Names of one batch and reason come together, so this is at most some MB. */
const groupsPerFetch = 5;

/**
 * Reads the parts that may not be taken now, by the names under which the source has them, chunk by chunk: little is
 * held in memory, however many there are. The first call reads all of them, each later one those of batches that
 * were at work since the call before.
 */
export function leftOutReader(ledger: Ledger, rules: SkipRules): () => AsyncGenerator<LeftOutChunk> {
  let readAt: Date | null = null;
  return async function* chunks() {
    const trx = await ledger.startTransaction().setAccessMode("read only").execute();
    try {
      const { rows: clock } = await sql<{ at: Date }>`select now() as at`.execute(trx);
      // All of it is read: the plan that has its first row soonest is not the one that ends soonest.
      await sql`set local cursor_tuple_fraction = 1`.execute(trx);
      // Compiling takes longer than it saves, and the first row waits for it.
      await sql`set local jit = off`.execute(trx);
      await sql`declare left_out no scroll cursor for ${leftOutGroups(rules, readAt)}`.execute(trx);
      for (;;) {
        const { rows } = await sql<LeftOutChunk>`
          fetch forward ${sql.lit(groupsPerFetch)} from left_out`.execute(trx);
        if (rows.length === 0) break;
        yield* byReason(rows);
      }
      readAt = clock[0]?.at ?? null;
    } finally {
      await trx.rollback().execute();
    }
  };
}

function* byReason(groups: readonly LeftOutChunk[]): Generator<LeftOutChunk> {
  for (const reason of new Set(groups.map((group) => group.reason))) {
    const names = groups.filter((group) => group.reason === reason).map((group) => group.names);
    yield { reason, names: names.join("\u001E") };
  }
}

/** One row for each batch and reason, as soon as the batch is read: nothing that is sorted or joined is larger. */
function leftOutGroups(rules: SkipRules, since: Date | null): RawBuilder<unknown> {
  const wasAtWork = since === null ? sql`true` : sql`(b.settled_at is null or b.settled_at > ${since})`;
  const ofBatches = (reason: SkipReason, which: RawBuilder<unknown>, parts: RawBuilder<unknown>) => sql`
    select ${sql.lit(reason)} as reason, part.names
    from batches b cross join lateral (select ${names} as names from ${parts}) as part
    where ${which} and ${wasAtWork} and part.names is not null`;
  const ofProvider = sql`b.provider = ${rules.provider}`;
  const manualTasks = sql`manual_tasks m
    join batch_parts p on p.batch_id = m.origin_batch_id and p.part_key = m.part_key
    where m.origin_batch_id = b.id`;
  const openTasks = sql`${manualTasks} and m.status in ('initialized', 'processing')`;
  const closedTasks = sql`${manualTasks} and m.status = 'completed' and m.closed_at > ${rules.completedAfter}`;
  const scraped = sql`automation_tasks t join batch_parts p using (batch_id, part_key)
    where t.batch_id = b.id and t.status = 'completed' and t.completed_at > ${rules.completedAfter}`;
  const ofDay = sql`${ofProvider} and b.business_day = ${rules.businessDay}::date`;
  return sql`
    select 'in_progress' as reason, part.names
    from (select ${names} as names from batch_parts p where p.settled_at is null group by p.batch_id) as part
    where part.names is not null
    union all ${ofBatches("pending_review", sql`true`, openTasks)}
    union all ${ofBatches("completed_recently", sql`true`, closedTasks)}
    union all ${ofBatches("completed_recently", ofProvider, scraped)}
    union all ${ofBatches("same_business_day", ofDay, sql`batch_parts p where p.batch_id = b.id`)}`;
}

const wholeName = sql`p.mpn || coalesce(p.manufacturer, '')`;

/** Of all parts `p`. A name with a separator in it is not told of: its part is read and skipped. */
const names = sql`
  string_agg(p.mpn || E'\\x1f' || coalesce(p.manufacturer, ''), E'\\x1e')
  filter (where ${wholeName} not like E'%\\x1e%' and ${wholeName} not like E'%\\x1f%')`;
