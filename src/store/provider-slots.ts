import { sql } from "kysely";
import type { Lease, Ledger } from "./ledger.ts";
import { leaseEnd } from "./open-batch.ts";

/**
 * Reserves up to `wanted` of the `limit` calls that all processes together may have in flight.
 * Answers how many were granted: 0 while others hold them all. `deadOwners` no longer count.
 */
export async function reserveProviderSlots(
  ledger: Ledger,
  provider: string,
  wanted: number,
  limit: number,
  lease: Lease,
  deadOwners: readonly string[] = [],
): Promise<number> {
  return ledger.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`provider_slots:${provider}`}))`.execute(trx);
    await trx
      .deleteFrom("provider_slots")
      .where("provider", "=", provider)
      .where((eb) =>
        eb.or([eb("owner", "in", [lease.owner, ...deadOwners]), eb("expires_at", "<", sql<Date>`now()`)]),
      )
      .execute();
    const { rows } = await sql<{ held: number }>`
      select coalesce(sum(slots), 0)::int as held from provider_slots where provider = ${provider}`.execute(
      trx,
    );
    const slots = Math.min(wanted, limit - (rows[0]?.held ?? 0));
    if (slots <= 0) return 0;
    await trx
      .insertInto("provider_slots")
      .values({ provider, owner: lease.owner, slots, expires_at: leaseEnd(lease) })
      .execute();
    return slots;
  });
}

/** Gives the reserved calls back. */
export async function releaseProviderSlots(ledger: Ledger, provider: string, owner: string): Promise<void> {
  await ledger
    .deleteFrom("provider_slots")
    .where("provider", "=", provider)
    .where("owner", "=", owner)
    .execute();
}

/** Who holds calls of this provider now. */
export async function providerSlotOwners(ledger: Ledger, provider: string): Promise<string[]> {
  const rows = await ledger
    .selectFrom("provider_slots")
    .select("owner")
    .where("provider", "=", provider)
    .where("expires_at", ">=", sql<Date>`now()`)
    .execute();
  return rows.map((row) => row.owner);
}
