import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** What a provider said about its calls per day. */
export interface ObservedQuota {
  readonly dailyLimit?: number;
  readonly dailyRemaining?: number;
}

/** Keeps the provider's last word on its daily quota. */
export async function recordQuota(ledger: Ledger, provider: string, quota: ObservedQuota): Promise<void> {
  await ledger
    .insertInto("quota_windows")
    .values({
      provider,
      period: "day",
      call_limit: quota.dailyLimit ?? null,
      remaining: quota.dailyRemaining ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(["provider", "period"]).doUpdateSet({
        call_limit: sql`coalesce(excluded.call_limit, quota_windows.call_limit)`,
        remaining: sql`excluded.remaining`,
        observed_at: sql`now()`,
      }),
    )
    .execute();
}

/** Notes that the provider answers nothing before `until`. */
export async function closeQuota(ledger: Ledger, provider: string, until: Date): Promise<void> {
  await ledger
    .insertInto("quota_windows")
    .values({ provider, period: "day", remaining: 0, closed_until: until })
    .onConflict((conflict) =>
      conflict.columns(["provider", "period"]).doUpdateSet({
        remaining: 0,
        closed_until: sql`greatest(quota_windows.closed_until, excluded.closed_until)`,
        observed_at: sql`now()`,
      }),
    )
    .execute();
}

/** Until when the provider is known to answer nothing; null while it answers. */
export async function quotaClosedUntil(ledger: Ledger, provider: string): Promise<Date | null> {
  const row = await ledger
    .selectFrom("quota_windows")
    .select("closed_until")
    .where("provider", "=", provider)
    .where("closed_until", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row?.closed_until ?? null;
}

/** What is known of a provider's daily quota. */
export interface KnownQuota {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Until when nothing is answered; null while the provider answers. */
  readonly closedUntil: Date | null;
  readonly observedAt: Date;
}

/** The last word on a provider's daily quota; null before it said any. */
export async function knownQuota(ledger: Ledger, provider: string): Promise<KnownQuota | null> {
  const row = await ledger
    .selectFrom("quota_windows")
    .select([
      "call_limit as limit",
      "remaining",
      "observed_at as observedAt",
      sql<Date | null>`case when closed_until > now() then closed_until end`.as("closedUntil"),
    ])
    .where("provider", "=", provider)
    .where("period", "=", "day")
    .executeTakeFirst();
  return row ?? null;
}
