import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { automatedRow, rankedMpn, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
  await installRefusal();
});
beforeEach(async () => {
  await fixture.reset();
  await refuse({ mpn: "", times: 0 });
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** Makes the database refuse a manual task for one part so many times, whatever is rolled back with it. */
async function installRefusal(): Promise<void> {
  const statements = [
    "create schema refusal",
    "create table refusal.of (mpn text not null, times int not null)",
    // A sequence counts on when its transaction is rolled back.
    "create sequence refusal.attempts",
    `create function refusal.check_task() returns trigger language plpgsql as $$
     begin
       if exists (select from refusal.of where mpn = new.mpn)
          and nextval('refusal.attempts') <= (select times from refusal.of) then
         raise exception 'the disk is full' using errcode = 'disk_full';
       end if;
       return new;
     end $$`,
    "create trigger refusal before insert on public.manual_tasks for each row execute function refusal.check_task()",
  ];
  for (const statement of statements) await sql.raw(statement).execute(fixture.ledger);
}

async function refuse({ mpn, times }: { mpn: string; times: number }): Promise<void> {
  await sql`truncate refusal.of`.execute(fixture.ledger);
  await sql`alter sequence refusal.attempts restart`.execute(fixture.ledger);
  await sql`insert into refusal.of values (${mpn}, ${times})`.execute(fixture.ledger);
}

async function refusals(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select case when is_called then last_value else 0 end::int as count from refusal.attempts`.execute(
    fixture.ledger,
  );
  return rows[0]?.count ?? 0;
}

async function filedMpns(): Promise<string[]> {
  const rows = await fixture.ledger.selectFrom("manual_tasks").select("mpn").orderBy("mpn").execute();
  return rows.map((row) => row.mpn);
}

function mpns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => rankedMpn(index));
}

describe("a chunk of manual tasks that cannot be filed", () => {
  const options = { rows: rankedRows(25, reviewedRow), config: { manualBatchSize: 10 } };

  test("is tried once more, and then the run fails; chunks filed before it stay", async () => {
    const { run } = await fixture.pipeline(options);
    await refuse({ mpn: rankedMpn(14), times: 99 });
    await expect(run()).rejects.toThrow("the disk is full");
    expect(await refusals()).toBe(2);
    expect(await filedMpns()).toEqual(mpns(10));

    await refuse({ mpn: "", times: 0 });
    expect(await run()).toMatchObject({ resumed: [{ status: "completed" }] });
    expect(await filedMpns()).toEqual(mpns(25));
  });

  test("that succeeds the second time is filed once", async () => {
    const { run } = await fixture.pipeline(options);
    await refuse({ mpn: rankedMpn(14), times: 1 });
    expect(await run()).toMatchObject({ batches: [{ status: "completed" }] });
    expect(await refusals()).toBe(2);
    expect(await filedMpns()).toEqual(mpns(25));
  });

  test("takes nothing back that automation has completed", async () => {
    const rows = [automatedRow("GOOD-1", 0.9), automatedRow("MISSING-1", 0.8)];
    const good = await fixture.pipeline({ rows: [automatedRow("GOOD-1")] });
    const { run } = await fixture.pipeline({ rows, server: good.server });
    await refuse({ mpn: "MISSING-1", times: 99 });
    await expect(run()).rejects.toThrow("the disk is full");
    const products = await fixture.ledger.selectFrom("products").select("mpn").execute();
    expect(products).toEqual([{ mpn: "GOOD-1" }]);

    await refuse({ mpn: "", times: 0 });
    expect(await run()).toMatchObject({ resumed: [{ status: "completed_with_failures" }] });
    expect(good.server.stats().callsByNumber).toEqual({ "GOOD-1": 1, "MISSING-1": 1 });
    expect(await filedMpns()).toEqual(["MISSING-1"]);
  });
});

test("a failure of a part that is in review already raises its open task instead of filing another", async () => {
  const rows = [automatedRow("MISSING-1")];
  const refused = await fixture.pipeline({ rows, clientSecret: "outdated" });
  await expect(refused.run()).rejects.toMatchObject({ errorClass: "auth" });
  // The batch waits for better credentials; meanwhile somebody asks for a review of the part.
  await sql`insert into manual_tasks (batch_id, origin_batch_id, part_key, kind, priority, mpn, reason, source_row, decision)
    select batch_id, batch_id, part_key, 'routed', 'low', mpn, 'asked for by hand', source_row, '{}' from batch_parts`.execute(
    fixture.ledger,
  );
  const { run } = await fixture.pipeline({ rows, catalogue: [] });
  expect(await run()).toMatchObject({ resumed: [{ status: "failed" }] });
  const batches = await fixture.ledger
    .selectFrom("batches")
    .select("reason")
    .where("kind", "=", "run")
    .execute();
  expect(batches).toContainEqual({ reason: "nothing succeeded: 1 not_found" });
  const tasks = await fixture.ledger.selectFrom("manual_tasks").selectAll().execute();
  expect(tasks).toMatchObject([{ kind: "routed", reason: "asked for by hand", occurrences: 2 }]);
  const parts = await fixture.ledger.selectFrom("batch_parts").select("manual_task_id").execute();
  expect(parts).toEqual([{ manual_task_id: tasks[0]?.id }]);
});
