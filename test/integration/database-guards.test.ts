import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { automatedRow, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
// One run that leaves a row in every table; each test rolls back what it tries.
beforeAll(async () => {
  fixture = await openRunFixture();
  const rows = [automatedRow("GOOD-1"), automatedRow("MISSING-1"), reviewedRow("RICH-1"), "{ not JSON"];
  const { server } = await fixture.pipeline({ rows: [automatedRow("GOOD-1")] });
  const { run } = await fixture.pipeline({ rows, server });
  const { batches } = await run();
  // What only replays and schedules write.
  await sql`
    insert into replays (batch_id, reason, requested_by, filter, selected)
    values (${batches[0]?.batchId}, 'a test', 'a test', '{}', 1)`.execute(fixture.ledger);
  await sql`
    insert into schedule_ticks (schedule, scheduled_at, run_id, status, business_day)
    values ('daily', now(), gen_random_uuid(), 'running', current_date)`.execute(fixture.ledger);
});
afterAll(() => fixture[Symbol.asyncDispose]());

type Role = "anon" | "authenticated" | "workflow_pipeline";

/** Runs one statement as a role and takes it back; answers its rows, or throws what the database says. */
async function as(role: Role | null, statement: string): Promise<unknown[]> {
  const trx = await fixture.ledger.startTransaction().execute();
  try {
    if (role !== null) await sql.raw(`set local role ${role}`).execute(trx);
    const { rows } = await sql.raw(statement).execute(trx);
    return rows;
  } finally {
    await trx.rollback().execute();
  }
}

async function allTables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
    order by tablename`.execute(fixture.ledger);
  return rows.map((row) => row.name);
}

/** What a reviewer has no business with: how the pipeline works inside, and answers as received. */
const internal = [
  "daily_budget",
  "provider_slots",
  "quarantined_rows",
  "quota_windows",
  "raw_payloads",
  "rulesets",
  "shadow_decisions",
];

describe("row-level security", () => {
  test("is on for every table", async () => {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables
      where schemaname = 'public' and not rowsecurity and tablename not like 'kysely%'`.execute(
      fixture.ledger,
    );
    expect(rows).toEqual([]);
    expect((await allTables()).length).toBeGreaterThanOrEqual(19);
  });

  test("shows an anonymous caller nothing", async () => {
    for (const table of await allTables()) {
      await expect(as("anon", `select * from ${table}`), table).rejects.toThrow("permission denied");
    }
  });

  test("lets a signed-in reviewer read the work and its results, and nothing else", async () => {
    for (const table of await allTables()) {
      const reading = as("authenticated", `select * from ${table}`);
      if (internal.includes(table)) await expect(reading, table).rejects.toThrow("permission denied");
      else expect((await reading).length, table).toBeGreaterThan(0);
      for (const change of [`delete from ${table}`, `insert into ${table} default values`]) {
        await expect(as("authenticated", change), change).rejects.toThrow("permission denied");
      }
    }
    await expect(as("authenticated", "update manual_tasks set note = 'x'")).rejects.toThrow(
      "permission denied",
    );
  });

  test("lets the pipeline do its work, but never change an event", async () => {
    for (const table of await allTables()) await as("workflow_pipeline", `select * from ${table}`);
    const changed = await as("workflow_pipeline", "update manual_tasks set note = 'x' returning id");
    expect(changed).toHaveLength(2);
    await as("workflow_pipeline", "insert into daily_budget (business_day) values ('2001-01-01')");
    expect(await as("workflow_pipeline", "delete from product_offers returning sku")).not.toEqual([]);
    for (const change of ["update events set actor = 'x'", "delete from events"]) {
      await expect(as("workflow_pipeline", change), change).rejects.toThrow("permission denied");
    }
  });
});

test("events are append-only even for the owner of the table", async () => {
  for (const change of ["update events set actor = 'x'", "delete from events"]) {
    await expect(as(null, change), change).rejects.toThrow("events is append-only");
  }
});

test("a part of a batch leads to a manual task of its own, never to another part's", async () => {
  const lead = (mpn: string) =>
    as(
      null,
      `update batch_parts set manual_task_id = (select id from manual_tasks where mpn = '${mpn}') where mpn = 'RICH-1' returning mpn`,
    );
  expect(await lead("RICH-1")).toEqual([{ mpn: "RICH-1" }]);
  await expect(lead("MISSING-1")).rejects.toThrow("batch_parts_manual_task_fkey");
});

describe("a change of status that the state machine does not have is refused", () => {
  test.each([
    ["automation_tasks", "completed", "initialized"],
    ["automation_tasks", "completed", "failed"],
    ["automation_tasks", "failed", "completed"],
    ["manual_tasks", "initialized", "waiting"],
    ["batches", "completed_with_failures", "completed"],
  ])("%s from %s to %s", async (table, from, to) => {
    const change = as(null, `update ${table} set status = '${to}' where status = '${from}'`);
    await expect(change).rejects.toThrow(`${table} cannot go from ${from} to ${to}`);
  });

  test("manual_tasks from failed back to initialized", async () => {
    const trx = await fixture.ledger.startTransaction().execute();
    await sql`update manual_tasks set status = 'failed', closed_at = now()`.execute(trx);
    await expect(
      sql`update manual_tasks set status = 'initialized', closed_at = null`.execute(trx),
    ).rejects.toThrow("manual_tasks cannot go from failed to initialized");
    await trx.rollback().execute();
  });
});

describe("the schema refuses", () => {
  const check = /violates check constraint/;
  test.each([
    [
      "a completed task without product",
      "update automation_tasks set product_id = null where status = 'completed'",
      check,
    ],
    [
      "a failed task without error class",
      "update automation_tasks set error_class = null where status = 'failed'",
      check,
    ],
    ["a batch in progress that is settled", "update batches set settled_at = null where kind = 'run'", check],
    [
      "a second open task of one part",
      "update manual_tasks set part_key = (select min(part_key) from manual_tasks)",
      /manual_tasks_one_open/,
    ],
  ])("%s", async (_, statement, message) => {
    await expect(as(null, statement)).rejects.toThrow(message);
  });
});
