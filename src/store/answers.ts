import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** For how many of these lookups an answer is stored that is fresh enough. */
export async function freshAnswers(
  ledger: Ledger,
  provider: string,
  queryKeys: readonly string[],
  notBefore: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from raw_payloads
    where provider = ${provider} and query_key = any(${sql.val(queryKeys)}::text[]) and fetched_at >= ${notBefore}`.execute(
    ledger,
  );
  return rows[0]?.count ?? 0;
}
