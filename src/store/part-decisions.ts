import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Route } from "../domain/decision.ts";
import type { Ledger } from "./ledger.ts";

/** The decision of one part in one batch as it was stored; the decision's columns are null before it is made. */
export interface PartDecision {
  readonly batchId: BatchId;
  readonly partKey: string;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly rulesetHash: string;
  readonly route: Route | null;
  readonly ruleId: string | null;
  readonly reason: string | null;
  readonly facts: unknown;
  readonly decidedAt: Date | null;
}

/** Which parts are meant: a part number in its comparable form, of one maker or of any, in one batch or in any. */
export interface PartQuery {
  readonly mpnKey: string;
  /** Empty for the part that names no manufacturer; null for all of them. */
  readonly manufacturerKey: string | null;
  readonly batchId: BatchId | null;
}

/** The latest record of each part that is meant, by manufacturer. */
export async function latestPartDecisions(ledger: Ledger, query: PartQuery): Promise<PartDecision[]> {
  const { mpnKey, manufacturerKey, batchId } = query;
  const { rows } = await sql<PartDecision>`
    select distinct on (p.part_key) p.batch_id as "batchId", p.part_key as "partKey", p.mpn, p.manufacturer,
      coalesce(p.ruleset_hash, b.ruleset_hash) as "rulesetHash", p.route, p.rule_id as "ruleId", p.reason, p.facts,
      p.decided_at as "decidedAt"
    from batch_parts p join batches b on b.id = p.batch_id
    where p.part_key = any(array(
        select manufacturer_key || '|' || ${mpnKey}::text
        from (select manufacturer_key from manufacturers union all select '') makers
        where ${manufacturerKey}::text is null or manufacturer_key = ${manufacturerKey}))
      and (${batchId}::text is null or p.batch_id = ${batchId})
    order by p.part_key, p.extracted_at desc`.execute(ledger);
  return rows;
}
