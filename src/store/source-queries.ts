import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { BilledQuery } from "../domain/billed-query.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** Notes the queries that a batch was filled from, each once. */
export async function recordSourceQueries(
  ledger: Ledger,
  batchId: BatchId,
  queries: readonly BilledQuery[],
): Promise<void> {
  if (queries.length === 0) return;
  await sql`
    insert into events (kind, batch_id, subject_id, actor, data)
    select 'source_query', ${batchId}, q ->> 'jobId', current_actor(), q
    from jsonb_array_elements(${jsonText(queries)}::jsonb) as q
    where not exists (select from events e
      where e.batch_id = ${batchId} and e.kind = 'source_query' and e.subject_id = q ->> 'jobId')`.execute(
    ledger,
  );
}

/** The queries that a batch was filled from; none where reading costs nothing. */
export async function sourceQueries(ledger: Ledger, batchId: BatchId): Promise<BilledQuery[]> {
  const { rows } = await sql<BilledQuery>`
    select data ->> 'jobId' as "jobId", (data ->> 'bytesBilled')::float8 as "bytesBilled",
      (data ->> 'usd')::float8 as usd, (data ->> 'isReused')::boolean as "isReused"
    from events where batch_id = ${batchId} and kind = 'source_query' order by id`.execute(ledger);
  return rows;
}
