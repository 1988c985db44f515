import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** How many parts of a batch went which way. */
export async function routeCounts(
  ledger: Ledger,
  batchId: BatchId,
): Promise<{ automation: number; manual: number }> {
  const { rows } = await sql<{ automation: number; manual: number }>`
    select count(*) filter (where route = 'automation')::int as automation,
      count(*) filter (where route = 'manual')::int as manual
    from batch_parts where batch_id = ${batchId}`.execute(ledger);
  return rows[0] ?? { automation: 0, manual: 0 };
}
