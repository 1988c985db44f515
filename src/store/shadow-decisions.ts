import { type RawBuilder, sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Route } from "../domain/decision.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** What is on trial: rules in shadow inside the live file, or a whole ruleset beside it. */
export type ShadowKind = "rules" | "ruleset";

/** What rules on trial would have decided about a part. */
export interface NewShadowDecision {
  readonly key: PartKey;
  readonly kind: ShadowKind;
  readonly rulesetHash: string;
  readonly ruleId: string;
  readonly route: Route;
}

/** The statement that writes them; a part that is decided again has the later one. */
export function insertShadowDecisions(
  batchId: BatchId,
  decisions: readonly NewShadowDecision[],
): RawBuilder<unknown> {
  return sql`
    insert into shadow_decisions (batch_id, part_key, kind, ruleset_hash, rule_id, route)
    select ${batchId}, d.key, d.kind, d."rulesetHash", d."ruleId", d.route
    from jsonb_to_recordset(${jsonText(decisions)}::jsonb)
      as d(key text, kind text, "rulesetHash" text, "ruleId" text, route text)
    on conflict (batch_id, part_key, kind) do update set ruleset_hash = excluded.ruleset_hash,
      rule_id = excluded.rule_id, route = excluded.route, decided_at = clock_timestamp()`;
}

/** How the parts of a batch would have gone by rules on trial. */
export interface ShadowCount {
  readonly kind: ShadowKind;
  readonly name: string;
  readonly version: string;
  readonly rulesetHash: string;
  readonly parts: number;
  /** Parts the trial would send to automation and the rules sent to a person. */
  readonly toAutomation: number;
  /** Parts the trial would send to a person and the rules sent to automation. */
  readonly toManual: number;
}

/** Compares a batch's decisions with those of the rules on trial beside it, chance left out. */
export async function shadowCounts(ledger: Ledger, batchId: BatchId): Promise<ShadowCount[]> {
  const { rows } = await sql<ShadowCount>`
    select s.kind, r.name, r.version, s.ruleset_hash as "rulesetHash", count(*)::int as parts,
      count(*) filter (where s.route = 'automation' and (p.route = 'manual' or p.is_explored))::int as "toAutomation",
      count(*) filter (where s.route = 'manual' and p.route = 'automation' and not p.is_explored)::int as "toManual"
    from shadow_decisions s
    join batch_parts p using (batch_id, part_key)
    join rulesets r on r.hash = s.ruleset_hash
    where s.batch_id = ${batchId}
    group by s.kind, r.name, r.version, s.ruleset_hash
    order by s.kind, r.name, s.ruleset_hash`.execute(ledger);
  return rows;
}

/** How many parts of a batch were automated by chance. */
export async function exploredCount(ledger: Ledger, batchId: BatchId): Promise<number> {
  const row = await ledger
    .selectFrom("batch_parts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("batch_id", "=", batchId)
    .where("is_explored", "=", true)
    .executeTakeFirstOrThrow();
  return row.count;
}
