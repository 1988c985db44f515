import { sql } from "kysely";
import type { Facts, Route } from "../domain/decision.ts";
import type { Ledger } from "./ledger.ts";

/** A decision that was made, and whether the part could be automated. */
export interface DecisionSample {
  readonly facts: Facts;
  readonly route: Route;
  /** How likely the part was to get this route. */
  readonly propensity: number;
  /** Null for parts of people, and where the lookup told nothing about the part. */
  readonly isSuccess: boolean | null;
}

/** The latest decisions since then that were neither forced nor failed, the newest first. */
export async function decisionSamples(ledger: Ledger, since: Date, limit: number): Promise<DecisionSample[]> {
  const { rows } = await sql<DecisionSample>`
    select facts, route, propensity,
      case automation_result when 'succeeded' then true when 'failed' then false end as "isSuccess"
    from decision_outcomes
    where decided_at >= ${since} and decision_kind in ('rule', 'otherwise')
    order by decided_at desc limit ${limit}`.execute(ledger);
  return rows;
}
