import { sql } from "kysely";
import type { ErrorClass } from "../domain/error-class.ts";
import type { Ledger } from "./ledger.ts";

/** What became of the decisions of one rule of one ruleset. Forced decisions are nowhere in it. */
export interface RuleOutcomes {
  readonly rulesetHash: string;
  readonly rulesetName: string;
  readonly rulesetVersion: string;
  readonly ruleId: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly decided: number;
  readonly automated: number;
  /** Of the automated: by chance, against the rule. */
  readonly explored: number;
  readonly succeeded: number;
  /** Failed because of the part. */
  readonly failed: number;
  /** Every failed lookup, those that say nothing about the part among them. */
  readonly failedByClass: Readonly<Partial<Record<ErrorClass, number>>>;
  readonly open: number;
  readonly calls: number;
  /** The median over ended lookups; null without any. */
  readonly automationSeconds: number | null;
  readonly reviewed: number;
  readonly reviewsByOutcome: Readonly<Record<string, number>>;
  /** Reviews in which a value was entered by hand. */
  readonly edited: number;
  readonly reviewMinutes: number;
  /** Decisions that rules on trial were asked about too, and how many of them they agreed with. */
  readonly trialled: number;
  readonly trialAgreed: number;
}

/** The outcomes of every rule that decided since then: newest ruleset first, in it the busiest rule first. */
export async function ruleOutcomes(ledger: Ledger, since: Date): Promise<RuleOutcomes[]> {
  const { rows } = await sql<RuleOutcomes>`
    with decided as materialized (
      select o.*, s.trialled, s.agreed
      from decision_outcomes o
      left join lateral (
        select count(*) as trialled, count(*) filter (
          where s.route = case when o.is_explored then 'manual' else o.route end) as agreed
        from shadow_decisions s where s.batch_id = o.batch_id and s.part_key = o.part_key
      ) s on true
      where o.decided_at >= ${since} and o.decision_kind <> 'forced'
    ), failure as (
      select ruleset_hash, rule_id, jsonb_object_agg(error_class, count) as by_class from (
        select ruleset_hash, rule_id, error_class, count(*)::int as count from decided
        where error_class is not null group by ruleset_hash, rule_id, error_class) as counted
      group by ruleset_hash, rule_id
    ), review as (
      select ruleset_hash, rule_id, jsonb_object_agg(review_outcome, count) as by_outcome from (
        select ruleset_hash, rule_id, review_outcome, count(*)::int as count from decided
        where review_outcome is not null group by ruleset_hash, rule_id, review_outcome) as counted
      group by ruleset_hash, rule_id
    )
    select d.ruleset_hash as "rulesetHash", r.name as "rulesetName", r.version as "rulesetVersion",
      d.rule_id as "ruleId", min(d.decided_at) as "firstAt", max(d.decided_at) as "lastAt",
      count(*)::int as decided, count(*) filter (where d.route = 'automation')::int as automated,
      count(*) filter (where d.is_explored)::int as explored,
      count(*) filter (where d.automation_result = 'succeeded')::int as succeeded,
      count(*) filter (where d.automation_result = 'failed')::int as failed,
      coalesce(f.by_class, '{}') as "failedByClass",
      count(*) filter (where d.automation_result = 'open')::int as open,
      coalesce(sum(d.calls), 0)::int as calls,
      percentile_cont(0.5) within group (order by d.automation_seconds)::float8 as "automationSeconds",
      count(d.review_outcome)::int as reviewed, coalesce(v.by_outcome, '{}') as "reviewsByOutcome",
      count(*) filter (where d.is_edited)::int as edited,
      coalesce(sum(d.review_minutes), 0)::float8 as "reviewMinutes",
      sum(d.trialled)::int as trialled, sum(d.agreed)::int as "trialAgreed"
    from decided d
    join rulesets r on r.hash = d.ruleset_hash
    left join failure f on f.ruleset_hash = d.ruleset_hash and f.rule_id = d.rule_id
    left join review v on v.ruleset_hash = d.ruleset_hash and v.rule_id = d.rule_id
    group by d.ruleset_hash, r.name, r.version, d.rule_id, f.by_class, v.by_outcome
    order by max(max(d.decided_at)) over (partition by d.ruleset_hash) desc, d.ruleset_hash, count(*) desc,
      d.rule_id`.execute(ledger);
  return rows;
}
