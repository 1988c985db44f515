import type { Ledger } from "./ledger.ts";

/** Parts that runs have reserved on this day; 0 before the first. */
export async function reservedParts(ledger: Ledger, businessDay: string): Promise<number> {
  const row = await ledger
    .selectFrom("daily_budget")
    .select("reserved")
    .where("business_day", "=", businessDay)
    .executeTakeFirst();
  return row?.reserved ?? 0;
}
