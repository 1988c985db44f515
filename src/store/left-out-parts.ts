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

/** One row for each batch and reason. A name with a separator in it is not told of: its part is read and skipped. */
function leftOutGroups(rules: SkipRules, since: Date | null): RawBuilder<unknown> {
  const name = sql`p.batch_id, p.mpn, coalesce(p.manufacturer, '') as manufacturer`;
  const batches = since === null ? sql`true` : sql`(b.settled_at is null or b.settled_at > ${since})`;
  // Not in a where clause, from which the planner would expect next to nothing to pass.
  const isPlain = sql`strpos(mpn || manufacturer, E'\\x1e') = 0 and strpos(mpn || manufacturer, E'\\x1f') = 0`;
  return sql`
    with part as (
      select 'in_progress' as reason, ${name}
      from batch_parts p where p.settled_at is null
      union all
      select 'pending_review', ${name}
      from manual_tasks m join batch_parts p on p.batch_id = m.origin_batch_id and p.part_key = m.part_key
        join batches b on b.id = p.batch_id
      where m.status in ('initialized', 'processing') and ${batches}
      union all
      select 'completed_recently', ${name}
      from automation_tasks t join batch_parts p using (batch_id, part_key) join batches b on b.id = p.batch_id
      where t.status = 'completed' and t.completed_at > ${rules.completedAfter} and b.provider = ${rules.provider}
        and ${batches}
      union all
      select 'completed_recently', ${name}
      from manual_tasks m join batch_parts p on p.batch_id = m.origin_batch_id and p.part_key = m.part_key
        join batches b on b.id = p.batch_id
      where m.status = 'completed' and m.closed_at > ${rules.completedAfter} and ${batches}
      union all
      select 'same_business_day', ${name}
      from batches b join batch_parts p on p.batch_id = b.id
      where b.business_day = ${rules.businessDay}::date and b.provider = ${rules.provider} and ${batches}
    )
    select reason, string_agg(mpn || E'\\x1f' || manufacturer, E'\\x1e') filter (where ${isPlain}) as names
    from part
    group by batch_id, reason
    having bool_or(${isPlain})`;
}
