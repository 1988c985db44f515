import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { ShadowKind } from "./shadow-decisions.ts";

/** What a rule on trial would have decided, beside what was decided. */
export interface TrialOutcomes {
  readonly kind: ShadowKind;
  readonly rulesetHash: string;
  readonly rulesetName: string;
  readonly rulesetVersion: string;
  readonly ruleId: string;
  readonly parts: number;
  readonly agreed: number;
  readonly toAutomation: number;
  readonly toManual: number;
  /** Of these parts, those that were automated and succeeded, or failed because of the part. */
  readonly succeeded: number;
  readonly failed: number;
}

/** The rules on trial that would have decided since then. */
export async function trialOutcomes(ledger: Ledger, since: Date): Promise<TrialOutcomes[]> {
  const { rows } = await sql<TrialOutcomes>`
    with trial as (
      select s.*, o.automation_result, case when o.is_explored then 'manual' else o.route end as rules_route
      from shadow_decisions s join decision_outcomes o using (batch_id, part_key)
      where o.decided_at >= ${since} and o.decision_kind <> 'forced'
        -- Where no rule in shadow would have won, the live rule did, and there is nothing to tell.
        and (s.kind = 'ruleset' or s.rule_id <> o.rule_id)
    )
    select t.kind, t.ruleset_hash as "rulesetHash", r.name as "rulesetName", r.version as "rulesetVersion",
      t.rule_id as "ruleId", count(*)::int as parts,
      count(*) filter (where t.route = t.rules_route)::int as agreed,
      count(*) filter (where t.route = 'automation' and t.rules_route = 'manual')::int as "toAutomation",
      count(*) filter (where t.route = 'manual' and t.rules_route = 'automation')::int as "toManual",
      count(*) filter (where t.automation_result = 'succeeded')::int as succeeded,
      count(*) filter (where t.automation_result = 'failed')::int as failed
    from trial t join rulesets r on r.hash = t.ruleset_hash
    group by t.kind, t.ruleset_hash, r.name, r.version, t.rule_id
    order by t.kind, r.name, t.ruleset_hash, count(*) desc, t.rule_id`.execute(ledger);
  return rows;
}
