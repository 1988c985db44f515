import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storeAnswer } from "../../src/store/automation-tasks.ts";
import { automatedRow } from "../support/part-rows.ts";
import {
  daysFromNow,
  openRunFixture,
  type PipelineOptions,
  type RunFixture,
} from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = [automatedRow("GOOD-1")];
const productTables = [
  "products",
  "product_attributes",
  "document_media",
  "product_extras",
  "product_offers",
  "part_number_aliases",
] as const;

async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of productTables) {
    const { count } = await fixture.ledger
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

/** Scrapes the part again `day` days later; the stored answer is too old by then, unless told. */
async function refreshAfter(day: number, options: Omit<PipelineOptions, "rows"> = {}) {
  const pipeline = await fixture.pipeline({ rows, answerLifetimeMs: 0, now: daysFromNow(day), ...options });
  await pipeline.run({ refresh: true });
}

describe("a part that is scraped again", () => {
  test("adds no row to any product table, and its values name the latest task", async () => {
    const { run, server } = await fixture.pipeline({ rows });
    await run();
    const before = await rowCounts();
    expect(Object.values(before).every((count) => count > 0)).toBe(true);
    await refreshAfter(1, { server });
    expect(server.stats().calls).toBe(2);
    expect(await rowCounts()).toEqual(before);
    const tasks = await fixture.ledger
      .selectFrom("automation_tasks")
      .select("id")
      .where("status", "=", "completed")
      .orderBy("completed_at", "desc")
      .execute();
    expect(tasks).toHaveLength(2);
    const attributes = await fixture.ledger
      .selectFrom("product_attributes")
      .select("task_id")
      .distinct()
      .execute();
    expect(attributes).toEqual([{ task_id: tasks[0]?.id }]);
  });

  test("costs no call while its stored answer is fresh", async () => {
    const { run, server } = await fixture.pipeline({ rows });
    await run();
    await refreshAfter(1, { server, answerLifetimeMs: 2 * 86_400_000 });
    expect(server.stats().calls).toBe(1);
    const tasks = await fixture.ledger
      .selectFrom("automation_tasks")
      .select(["status", "is_cached", "attempts", "calls"])
      .orderBy("completed_at")
      .execute();
    expect(tasks).toEqual([
      { status: "completed", is_cached: false, attempts: 1, calls: 1 },
      { status: "completed", is_cached: true, attempts: 1, calls: 0 },
    ]);
  });

  test("leaves what a person has validated alone, and records each conflict once", async () => {
    const { run, server } = await fixture.pipeline({ rows });
    await run();
    await sql`update products set description = 'Checked by Ann', validated_fields = '{description}'`.execute(
      fixture.ledger,
    );
    await sql`insert into product_attributes (product_id, attribute_key, source, name, raw_text, fetched_at, validated_by)
      select product_id, attribute_key, 'manual', name, '4.6 kOhms', now(), 'ann'
      from product_attributes where name = 'Resistance'`.execute(fixture.ledger);
    await refreshAfter(1, { server });
    await refreshAfter(2, { server });

    const product = await fixture.ledger
      .selectFrom("products")
      .select("description")
      .executeTakeFirstOrThrow();
    expect(product.description).toBe("Checked by Ann");
    const resistances = await fixture.ledger
      .selectFrom("product_attributes")
      .select(["source", "raw_text"])
      .where("name", "=", "Resistance")
      .orderBy("source")
      .execute();
    expect(resistances).toEqual([
      { source: "digikey", raw_text: "4.7 kOhms" },
      { source: "manual", raw_text: "4.6 kOhms" },
    ]);
    const conflicts = await fixture.ledger
      .selectFrom("events")
      .select("data")
      .where("kind", "=", "value_conflict")
      .execute();
    expect(conflicts).toHaveLength(2);
    expect(conflicts.map((event) => event.data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: "description", kept: "Checked by Ann" }),
        expect.objectContaining({ kept: "4.6 kOhms", offered: "4.7 kOhms" }),
      ]),
    );
  });

  test("is not saved when its conflict with a validated value cannot be recorded", async () => {
    const { run, server } = await fixture.pipeline({ rows });
    await run();
    await sql`update products set description = 'Checked by Ann', validated_fields = '{description}'`.execute(
      fixture.ledger,
    );
    const saved = () => fixture.ledger.selectFrom("products").selectAll().execute();
    const before = await saved();
    await sql`alter table events add constraint no_conflicts check (kind <> 'value_conflict')`.execute(
      fixture.ledger,
    );
    try {
      await refreshAfter(1, { server, config: { automationRetryAttempts: 1 } });
    } finally {
      await sql`alter table events drop constraint no_conflicts`.execute(fixture.ledger);
    }
    expect(server.stats().calls).toBe(2);
    expect(await saved()).toEqual(before);
    const failed = await fixture.ledger
      .selectFrom("automation_tasks")
      .select(["error_class", "calls"])
      .where("status", "=", "failed")
      .execute();
    expect(failed).toEqual([{ error_class: "db", calls: 1 }]);
  });
});

test("a part whose product the database refuses costs one call, however often it is tried", async () => {
  const config = { automationRetryAttempts: 2, automationFailureToManual: false };
  const { run, server } = await fixture.pipeline({ rows, config });
  await sql`alter table product_offers add constraint no_offers check (false)`.execute(fixture.ledger);
  try {
    await run();
  } finally {
    await sql`alter table product_offers drop constraint no_offers`.execute(fixture.ledger);
  }
  expect(server.stats().calls).toBe(1);
  const task = await fixture.ledger
    .selectFrom("automation_tasks")
    .select(["status", "error_class", "attempts", "calls", "is_cached"])
    .executeTakeFirstOrThrow();
  expect(task).toEqual({ status: "failed", error_class: "db", attempts: 2, calls: 1, is_cached: true });
  expect(await rowCounts()).toEqual(Object.fromEntries(productTables.map((table) => [table, 0])));
  // Mended, the next day's run completes it from the stored answer.
  await refreshAfter(1, { server, answerLifetimeMs: 2 * 86_400_000 });
  expect(server.stats().calls).toBe(1);
  expect(Object.values(await rowCounts()).every((count) => count > 0)).toBe(true);
});

test("an answer that is stored once more, after a reply that was lost, counts its calls once", async () => {
  const { run } = await fixture.pipeline({ rows });
  await run();
  const task = () =>
    fixture.ledger.selectFrom("automation_tasks").select(["id", "status", "calls"]).executeTakeFirstOrThrow();
  const before = await task();
  await storeAnswer(fixture.ledger, before.id, {
    provider: "digikey",
    queryKey: "GOOD-1",
    payload: {},
    requestId: null,
    sourceUrl: "http://127.0.0.1",
    fetchedAt: new Date(),
    calls: 1,
  });
  expect(await task()).toEqual(before);
});

/** The statuses a part's automation task went through, as its events tell. */
async function statusesOf(mpn: string): Promise<(string | null)[]> {
  const events = await fixture.ledger
    .selectFrom("events")
    .select("to_status")
    .where("kind", "=", "automation_task")
    .where("part_key", "like", `%|${mpn}`)
    .orderBy("id")
    .execute();
  return events.map((event) => event.to_status);
}

describe("the history of a part", () => {
  test("has one event per change of status and every call, whether it ends well, badly, or after retries", async () => {
    const { run, server } = await fixture.pipeline({
      rows: ["GOOD-1", "MISSING-1", "SHAKY-1", "BROKEN-1"].map((mpn) => automatedRow(mpn)),
      catalogue: [],
      faults: { script: { "SHAKY-1": ["server500"], "BROKEN-1": ["reset", "reset", "reset"] } },
    });
    await run();
    expect(await statusesOf("MISSING-1")).toEqual(["initialized", "processing", "data_finished", "failed"]);
    expect(await statusesOf("BROKEN-1")).toEqual(["initialized", "processing", "failed"]);
    expect(await statusesOf("SHAKY-1")).toEqual(["initialized", "processing", "data_finished", "failed"]);
    const tasks = await fixture.ledger
      .selectFrom("automation_tasks")
      .innerJoin("batch_parts", (join) =>
        join
          .onRef("batch_parts.batch_id", "=", "automation_tasks.batch_id")
          .onRef("batch_parts.part_key", "=", "automation_tasks.part_key"),
      )
      .select(["mpn", "calls"])
      .execute();
    expect(Object.fromEntries(tasks.map(({ mpn, calls }) => [mpn, calls]))).toEqual(
      server.stats().callsByNumber,
    );
  });

  test("of a completed part has every status of the pipeline with its time, in order", async () => {
    const { run } = await fixture.pipeline({ rows });
    await run();
    expect(await statusesOf("GOOD-1")).toEqual([
      "initialized",
      "processing",
      "data_finished",
      "supabase_finished",
      "completed",
    ]);
    const task = await fixture.ledger.selectFrom("automation_tasks").selectAll().executeTakeFirstOrThrow();
    const times = [
      task.initialized_at,
      task.processing_at,
      task.data_finished_at,
      task.supabase_finished_at,
      task.completed_at,
    ].map((time) => time?.getTime() ?? Number.NaN);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every(Number.isFinite)).toBe(true);
    const product = await fixture.ledger
      .selectFrom("products")
      .select(["id", "updated_at"])
      .executeTakeFirstOrThrow();
    expect(task.product_id).toBe(product.id);
    expect(product.updated_at.getTime()).toBeLessThanOrEqual(task.supabase_finished_at?.getTime() ?? 0);
    // Noted after the commit of the product, never with it: another transaction wrote the one than the other.
    const writers = await sql<{ isSame: boolean }>`
      select p.xmin = t.xmin as "isSame" from automation_tasks t join products p on p.id = t.product_id
    `.execute(fixture.ledger);
    expect(writers.rows).toEqual([{ isSame: false }]);
  });
});
