import { sql } from "kysely";
import { BatchId } from "../domain/batch.ts";
import type { Lease, Ledger } from "./ledger.ts";

export interface BatchOpening {
  readonly runId: string;
  readonly trigger: "cli" | "api" | "schedule";
  /** The id is made from this time; the next free second is taken when it is in use. */
  readonly at: Date;
  /** `YYYY-MM-DD` in the business timezone. */
  readonly businessDay: string;
  readonly request: unknown;
  readonly config: unknown;
  readonly rulesetHash: string;
  readonly source: string;
  readonly sourceUri: string;
  readonly provider: string;
  readonly exploration: { readonly rate: number; readonly seed: number };
  /** Where reading starts; null is the top of the source. */
  readonly position: unknown;
  readonly wantedParts: number;
  readonly maxDailyParts: number;
  readonly lease: Lease;
}

export type OpenedBatch =
  | { readonly kind: "opened"; readonly batchId: BatchId; readonly grantedParts: number }
  | { readonly kind: "budget_used_up"; readonly reservedParts: number };

/** Opens a batch and reserves its parts of the day's budget, both or neither. */
export async function openBatch(ledger: Ledger, opening: BatchOpening): Promise<OpenedBatch> {
  return ledger.transaction().execute(async (trx) => {
    const reserved = await lockedBudget(trx, opening.businessDay);
    const grantedParts = Math.min(opening.wantedParts, opening.maxDailyParts - reserved);
    if (grantedParts <= 0) return { kind: "budget_used_up", reservedParts: reserved };
    await trx
      .updateTable("daily_budget")
      .set({ reserved: reserved + grantedParts })
      .where("business_day", "=", opening.businessDay)
      .execute();
    const batchId = await insertBatch(trx, opening, grantedParts);
    return { kind: "opened", batchId, grantedParts };
  });
}

/** Gives back the part of a batch's reservation that it did not use. */
export async function returnUnusedBudget(trx: Ledger, batchId: BatchId): Promise<void> {
  await sql`
    with used as (
      select b.id, b.business_day, b.budget_reserved,
        (select count(*)::int from batch_parts p where p.batch_id = b.id) as taken
      from batches b where b.id = ${batchId}
    ), returned as (
      update batches b set budget_reserved = u.taken from used u where b.id = u.id
    )
    update daily_budget d set reserved = d.reserved - (u.budget_reserved - u.taken)
    from used u where d.business_day = u.business_day and u.budget_reserved <> u.taken`.execute(trx);
}

async function lockedBudget(trx: Ledger, businessDay: string): Promise<number> {
  await trx
    .insertInto("daily_budget")
    .values({ business_day: businessDay })
    .onConflict((conflict) => conflict.column("business_day").doNothing())
    .execute();
  const row = await trx
    .selectFrom("daily_budget")
    .select("reserved")
    .where("business_day", "=", businessDay)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.reserved;
}

async function insertBatch(trx: Ledger, opening: BatchOpening, grantedParts: number): Promise<BatchId> {
  for (let second = Math.floor(opening.at.getTime() / 1000); ; second += 1) {
    const inserted = await trx
      .insertInto("batches")
      .values({
        id: BatchId.parse(`batch_${second}`),
        kind: "run",
        run_id: opening.runId,
        trigger: opening.trigger,
        business_day: opening.businessDay,
        request: JSON.stringify(opening.request),
        config: JSON.stringify(opening.config),
        ruleset_hash: opening.rulesetHash,
        source: opening.source,
        source_uri: opening.sourceUri,
        provider: opening.provider,
        source_position: opening.position === null ? null : JSON.stringify(opening.position),
        exploration_rate: opening.exploration.rate,
        exploration_seed: opening.exploration.seed,
        wanted: grantedParts,
        budget_reserved: grantedParts,
        lease_owner: opening.lease.owner,
        lease_expires_at: leaseEnd(opening.lease),
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted !== undefined) return inserted.id;
  }
}

/** The end of a lease that starts now, by the database's clock. */
export function leaseEnd(lease: Lease) {
  return sql<Date>`clock_timestamp() + ${lease.durationMs} * interval '1 millisecond'`;
}
