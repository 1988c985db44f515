import { sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Decision } from "../domain/decision.ts";
import type { PartKey } from "../domain/part.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";
import { type HistoryWindow, type PartHistory, withHistory } from "./part-history.ts";
import { type NewShadowDecision, insertShadowDecisions } from "./shadow-decisions.ts";

/** A part that waits for its decision. */
export interface UndecidedPart {
  readonly key: PartKey;
  readonly manufacturerKey: string | null;
  readonly sourceRow: unknown;
  /** On the scale 0 to 1. */
  readonly priorityScore: number | null;
  readonly history: PartHistory;
}

/** The next undecided parts of a batch by rank, in no order. */
export async function undecidedParts(
  ledger: Ledger,
  batchId: BatchId,
  window: HistoryWindow,
  limit: number,
): Promise<UndecidedPart[]> {
  const next = sql<Omit<UndecidedPart, "history">>`
    select part_key as key, manufacturer_key as "manufacturerKey", source_row as "sourceRow",
      priority_score::float8 as "priorityScore"
    from batch_parts where batch_id = ${batchId} and decided_at is null order by ordinal limit ${limit}`;
  return (await withHistory(next, window).execute(ledger)).rows;
}

/** A decision to write. */
export interface NewDecision {
  readonly key: PartKey;
  readonly decision: Decision;
  /** How likely the part was to get this route, above 0 to 1. */
  readonly propensity: number;
  /** Automated by chance, although the rules sent the part to a person. */
  readonly isExplored: boolean;
}

/** Writes decisions, what rules on trial say to them, and the automation tasks that follow, in one statement. */
export async function recordDecisions(
  ledger: Ledger,
  batchId: BatchId,
  decisions: readonly NewDecision[],
  shadows: readonly NewShadowDecision[],
): Promise<void> {
  const rows = decisions.map(({ decision, ...rest }) => ({ ...rest, ...decision }));
  await sql`
    with decided as (
      update batch_parts p set route = d.route, lane = d.lane, decision_kind = d.kind, rule_id = d."ruleId",
        reason = d.reason, confidence = d.confidence, manual_priority = d."manualPriority", facts = d.facts,
        conditions = d.conditions, ruleset_hash = d."rulesetHash", propensity = d.propensity,
        is_explored = d."isExplored", decided_at = clock_timestamp()
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as d(key text, kind text, route text, lane text,
        "ruleId" text, reason text, confidence numeric, "manualPriority" text, facts jsonb, conditions jsonb,
        "rulesetHash" text, propensity float8, "isExplored" boolean)
      where p.batch_id = ${batchId} and p.part_key = d.key and p.decided_at is null
      returning p.part_key, p.route, p.lane, p.ordinal
    ), on_trial as (${insertShadowDecisions(batchId, shadows)})
    insert into automation_tasks (batch_id, part_key, lane, ordinal)
    select ${batchId}, part_key, lane, ordinal from decided
    where route = 'automation'
    order by ordinal
    on conflict do nothing`.execute(ledger);
}

/** Ends deciding: every part of the batch has its route. */
export async function finishDeciding(ledger: Ledger, batchId: BatchId): Promise<void> {
  await ledger
    .updateTable("batches")
    .set({ stage: "decided", decided_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", batchId)
    .where("stage", "=", "extracted")
    .execute();
}
