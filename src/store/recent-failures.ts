import { sql } from "kysely";
import type { ErrorClass } from "../domain/error-class.ts";
import type { Ledger } from "./ledger.ts";

/** How many automation tasks ended failed within so many days, by class, the most frequent first. */
export async function recentFailures(
  ledger: Ledger,
  days: number,
): Promise<{ errorClass: ErrorClass; count: number }[]> {
  const { rows } = await sql<{ errorClass: ErrorClass; count: number }>`
    select error_class as "errorClass", count(*)::int as count from automation_tasks
    where status = 'failed' and failed_at > now() - ${days}::int * interval '1 day'
    group by error_class order by count(*) desc, error_class collate "C"`.execute(ledger);
  return rows;
}
