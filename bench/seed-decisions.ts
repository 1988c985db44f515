import { sql } from "kysely";
import type { Ledger } from "../src/store/ledger.ts";

const partsPerBatch = 100;
const batchesPerStatement = 500;
const tables = ["batches", "batch_parts", "automation_tasks", "manual_tasks"];
/** A row of the source of usual length. */
const sourceRow = JSON.stringify({
  description: "Thick film resistor, 0.1 W, 1 %, surface mount. ".repeat(8),
  specs: Array.from({ length: 6 }, (_, index) => ({ spec_name: `spec ${index}`, spec_value: "10 k" })),
});

/**
 * Fills an empty ledger with settled batches of decided parts: facts spread over all their values, two thirds sent
 * to automation, where all failed, the rest reviewed. Straight into the tables, since a million parts take an hour on
 * their way through the pipeline; triggers are off meanwhile, so there are no events.
 */
export async function seedDecisions(
  ledger: Ledger,
  options: { readonly decisions: number; readonly rulesetHash: string; readonly rulesetContent: unknown },
): Promise<void> {
  const batches = Math.ceil(options.decisions / partsPerBatch);
  await ledger.transaction().execute(async (trx) => {
    for (const table of tables) await sql`alter table ${sql.id(table)} disable trigger user`.execute(trx);
    await sql`set local synchronous_commit = off`.execute(trx);
    await sql`insert into rulesets (hash, name, version, content)
      values (${options.rulesetHash}, 'routing', '1.0.0', ${JSON.stringify(options.rulesetContent)}::jsonb)`.execute(
      trx,
    );
    await sql`
      insert into batches (id, kind, run_id, trigger, status, stage, business_day, request, config, ruleset_hash,
        source, provider, wanted, opened_at, extracted_at, decided_at, settled_at)
      select 'batch_' || (1700000000 + i), 'run', gen_random_uuid(), 'cli', 'completed', 'settled', current_date,
        '{}', '{}', ${options.rulesetHash}, 'bench', 'digikey', ${partsPerBatch}::int, now(), now(), now(), now()
      from generate_series(1, ${batches}::int) i`.execute(trx);
  });
  for (let first = 1; first <= batches; first += batchesPerStatement) {
    await seedBatches(ledger, first, Math.min(batches, first + batchesPerStatement - 1));
  }
  for (const table of tables) await sql`alter table ${sql.id(table)} enable trigger user`.execute(ledger);
  await sql`analyze`.execute(ledger);
}

async function seedBatches(ledger: Ledger, first: number, last: number): Promise<void> {
  await ledger.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = off`.execute(trx);
    await seedParts(trx, first, last);
    await seedTasks(trx, first, last);
  });
}

async function seedParts(ledger: Ledger, first: number, last: number): Promise<void> {
  await sql`
      insert into batch_parts (batch_id, part_key, ordinal, mpn, manufacturer, manufacturer_key, source_row,
        source_fingerprint, route, lane, decision_kind, rule_id, reason, confidence, manual_priority, facts,
        conditions, ruleset_hash, propensity, decided_at, settled_at)
      select 'batch_' || (1700000000 + b), 'YAGEO|RC' || (b * 100 + o), o, 'RC' || (b * 100 + o), 'YAGEO', 'YAGEO',
        ${sourceRow}::jsonb, 'f', case when o % 3 = 0 then 'manual' else 'automation' end, 'normal', 'rule',
        case when o % 3 = 0 then 'mid-risky' else 'fill-gaps' end, 'The record is sparse', 0.5, 'medium',
        jsonb_build_object('forcedRoute', 'none', 'hasPriorityScore', true, 'priorityScore', round(random()::numeric, 4),
          'completeness', round((random() * 20)::numeric, 0) / 20, 'recentFailures', (random() * 4)::int,
          'manufacturerReliability', round(random()::numeric, 4), 'combinedScore', round(random()::numeric, 4)),
        ${JSON.stringify([{ fact: "completeness", operator: "lessThan", value: 0.5, actual: 0.4, isMet: true }])}::jsonb,
        (select ruleset_hash from batches where id = 'batch_' || (1700000000 + b)), 1, now(), now()
      from generate_series(${first}::int, ${last}::int) b, generate_series(1, ${partsPerBatch}::int) o`.execute(
    ledger,
  );
}

async function seedTasks(ledger: Ledger, first: number, last: number): Promise<void> {
  await sql`
      insert into automation_tasks (batch_id, part_key, lane, ordinal, status, calls, error_class, failed_at)
      select batch_id, part_key, 'normal', ordinal, 'failed', 1,
        case when ordinal % 2 = 0 then 'not_found' else 'network' end, now()
      from batch_parts where route = 'automation'
        and batch_id between 'batch_' || (1700000000 + ${first}::int) and 'batch_' || (1700000000 + ${last}::int)`.execute(
    ledger,
  );
  await sql`
      with filed as (
        insert into manual_tasks (batch_id, origin_batch_id, part_key, kind, status, priority, mpn, reason,
          source_row, decision, outcome, closed_at)
        select batch_id, batch_id, part_key, 'routed', 'completed', 'medium', mpn, 'routed', '{}', '{}', 'completed',
          now()
        from batch_parts where route = 'manual'
          and batch_id between 'batch_' || (1700000000 + ${first}::int) and 'batch_' || (1700000000 + ${last}::int)
        returning id, origin_batch_id, part_key)
      update batch_parts p set manual_task_id = f.id from filed f
      where p.batch_id = f.origin_batch_id and p.part_key = f.part_key`.execute(ledger);
}
