import { type RawBuilder, sql } from "kysely";
import type { BatchId } from "../domain/batch.ts";
import type { Lane, Route } from "../domain/decision.ts";
import { partFaultClasses } from "../domain/error-class.ts";
import type { ManualPriority } from "../domain/manual-task.ts";
import type { Ledger } from "./ledger.ts";

/** A batch with decisions in it, and about how many. */
export interface DecidedBatch {
  readonly id: BatchId;
  readonly parts: number;
  readonly rulesetHash: string;
}

/** The batches that may hold decisions made since `since`, oldest first: nothing is decided in a settled batch. */
export async function decidedBatches(ledger: Ledger, since: Date): Promise<DecidedBatch[]> {
  const { rows } = await sql<DecidedBatch>`
    select id, wanted as parts, ruleset_hash as "rulesetHash" from batches
    where kind = 'run' and (settled_at is null or settled_at >= ${since}) order by opened_at, id`.execute(
    ledger,
  );
  return rows;
}

/** One fact, and where each of its cells but the lowest begins, ascending; null where each value is a cell. */
export interface GroupingAxis {
  readonly fact: string;
  readonly starts: readonly number[] | null;
}

/** Replaces the stored combined score by one of other weights over the other three scores. */
export interface CombinedWeights {
  readonly priorityWeight: number;
  readonly reliabilityWeight: number;
  readonly completenessWeight: number;
}

/** Decisions that were the same and lie in the same cell of the thresholds, with what became of them. */
export interface DecisionGroup {
  /** Tells the cell from every other one on the same axes. */
  readonly cell: string;
  readonly kind: string;
  readonly ruleId: string;
  readonly route: Route;
  readonly lane: Lane;
  readonly manualPriority: ManualPriority;
  /** Facts inside the cell; a fact that is missing in an older record is null. */
  readonly facts: unknown;
  readonly decisions: number;
  /** The first and the last of the group as `<batch id> <part key>`, in code unit order. */
  readonly first: string;
  readonly last: string;
  readonly calls: number;
  readonly completed: number;
  /** Failed for a reason that lies in the part or its maker. */
  readonly faulted: number;
  /** Failed for any other reason, which says nothing about the decision. */
  readonly failedOtherwise: number;
  readonly reviewed: number;
  /** Reviews that ended without a result. */
  readonly unresolved: number;
}

export interface GroupRequest {
  readonly batchIds: readonly BatchId[];
  readonly since: Date;
  readonly axes: readonly GroupingAxis[];
  readonly combined: CombinedWeights | null;
}

/** The decisions of some batches, grouped: a few rows, however many decisions there are. */
export async function decisionGroups(ledger: Ledger, request: GroupRequest): Promise<DecisionGroup[]> {
  return ledger.transaction().execute(async (trx) => {
    // The planner expects few rows of a batch and would look each task up by itself, which takes twice as long.
    await sql`select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)`.execute(
      trx,
    );
    const { rows } = await groupQuery(request).execute(trx);
    return rows;
  });
}

function groupQuery(request: GroupRequest): RawBuilder<DecisionGroup> {
  const { axes, since } = request;
  const ids = sql`${sql.val(request.batchIds)}::text[]`;
  const values = axes.map((axis, index) => sql`${factValue(axis, request)} as ${value(index)}`);
  const cells = axes.flatMap((axis, index) => cellKey(axis, value(index)));
  const facts = axes.flatMap(({ fact, starts }, index) => [
    sql`${fact}::text`,
    starts === null ? sql`(min(${value(index)}::text))::jsonb` : sql`min(${value(index)})`,
  ]);
  return sql<DecisionGroup>`
    select cell, kind, "ruleId", route, lane, "manualPriority", jsonb_build_object(${sql.join(facts)}) as facts,
      count(*)::int as decisions, min(id) as first, max(id) as last,
      coalesce(sum(calls), 0)::int as calls,
      count(*) filter (where task_status = 'completed')::int as completed,
      count(*) filter (where task_status = 'failed' and is_fault)::int as faulted,
      count(*) filter (where task_status = 'failed' and not is_fault)::int as "failedOtherwise",
      count(*) filter (where review_status = 'completed')::int as reviewed,
      count(*) filter (where review_status = 'failed')::int as unresolved
    from (
      select stored.*, concat_ws('/', ${sql.join(cells)}) as cell
      from (
        select p.batch_id || ' ' || p.part_key collate "C" as id, p.decision_kind as kind, p.rule_id as "ruleId",
          -- What the rules said counts, not what chance made of it.
          case when p.is_explored then 'manual' else p.route end as route, p.lane, p.manual_priority as "manualPriority", t.calls, t.status as task_status,
          t.error_class = any(${sql.val(partFaultClasses)}::text[]) as is_fault, m.status as review_status,
          ${sql.join(values)}
        from batch_parts p
          left join (select * from automation_tasks where batch_id = any(${ids})) t
            on t.batch_id = p.batch_id and t.part_key = p.part_key
          -- A later decision that met the open task is linked to it too; its review belongs to the first.
          left join (select * from manual_tasks where origin_batch_id = any(${ids})) m
            on m.id = p.manual_task_id and m.origin_batch_id = p.batch_id
        where p.batch_id = any(${ids}) and p.decided_at >= ${since}
          and p.decision_kind <> 'error'
        offset 0
      ) stored
    ) d
    group by cell, kind, "ruleId", route, lane, "manualPriority"`;
}

const value = (index: number) => sql.id(`value_${index}`);

/** A fact as it was stored, or made anew from others. */
function factValue({ fact, starts }: GroupingAxis, { combined }: GroupRequest): RawBuilder<unknown> {
  if (starts === null) return sql`p.facts->${fact}::text`;
  if (fact !== "combinedScore" || combined === null) return score(fact);
  const { priorityWeight, reliabilityWeight, completenessWeight } = combined;
  const sum = priorityWeight + reliabilityWeight + completenessWeight;
  return sql`floor((${priorityWeight}::float8 * ${score("priorityScore")}
    + ${reliabilityWeight}::float8 * ${score("manufacturerReliability")}
    + ${completenessWeight}::float8 * ${score("completeness")}) / ${sum}::float8 * 10000 + 0.5) / 10000`;
}

const score = (fact: string) => sql`(p.facts->${fact}::text)::float8`;

/** The cell of a fact; nothing where all its values are one. */
function cellKey({ starts }: GroupingAxis, of: RawBuilder<unknown>): readonly RawBuilder<unknown>[] {
  if (starts === null) return [sql`coalesce(${of}::text, '-')`];
  return starts.length === 0
    ? []
    : [sql`coalesce(width_bucket(${of}, ${sql.val(starts)}::float8[])::text, '-')`];
}

/** A stored decision as an example of many. */
export interface SampleDecision {
  readonly batchId: BatchId;
  readonly partKey: string;
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly facts: unknown;
}

/** The decisions named by `<batch id> <part key>`, in code unit order of that name. */
export async function sampleDecisions(ledger: Ledger, names: readonly string[]): Promise<SampleDecision[]> {
  const keys = names.map((name) => ({
    batch: name.slice(0, name.indexOf(" ")),
    part: name.slice(name.indexOf(" ") + 1),
  }));
  const { rows } = await sql<SampleDecision>`
    select p.batch_id as "batchId", p.part_key as "partKey", p.mpn, p.manufacturer, p.facts
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(batch text, part text)
      join batch_parts p on p.batch_id = k.batch and p.part_key = k.part
    order by p.batch_id || ' ' || p.part_key collate "C"`.execute(ledger);
  return rows;
}
