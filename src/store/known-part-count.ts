import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** How many rows of a source the ledger knows already: parts it ever took, and rows in quarantine. */
export async function knownPartCount(ledger: Ledger): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(distinct part_key) from batch_parts) + (select count(*) from quarantined_rows))::int as count
  `.execute(ledger);
  return rows[0]?.count ?? 0;
}
