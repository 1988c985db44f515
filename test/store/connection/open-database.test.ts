import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { openDatabase, type OpenDatabase } from "../../../src/store/connection/open-database.ts";
import { openTestDatabase, type TestDatabase } from "../../support/database.ts";
import { truncateAll } from "../../support/truncate-all.ts";

let testDatabase: TestDatabase;
let database: OpenDatabase<unknown>;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = open();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await testDatabase.dispose();
});

function open(): OpenDatabase<unknown> {
  const { poolConfig } = testDatabase;
  return openDatabase({ poolConfig, applicationName: "open-database.test", maxConnections: 2 });
}

describe("an open database", () => {
  test("reads counts as numbers where they are exact, and keeps the digits of all other numbers", async () => {
    const { rows } = await sql`
      select count(*) as count, 9007199254740991::bigint as exact, 9007199254740993::bigint as inexact,
        0.1234567890123456789::numeric as digits from generate_series(1, 3)`.execute(database.db);
    expect(rows).toEqual([
      { count: 3, exact: 9007199254740991, inexact: "9007199254740993", digits: "0.1234567890123456789" },
    ]);
  });

  test("reads a date as the day that it names, in any time zone", async () => {
    const { rows } =
      await sql`select '2026-01-31'::date as day, '2026-01-31T00:00:00Z'::timestamptz as at`.execute(
        database.db,
      );
    expect(rows).toEqual([{ day: "2026-01-31", at: new Date("2026-01-31T00:00:00Z") }]);
  });

  // PGlite reads nothing of a client's startup message.
  test.runIf(process.env["TEST_DATABASE_URL"])("says its name to the server", async () => {
    const { rows } = await sql`select current_setting('application_name') as name`.execute(database.db);
    expect(rows).toEqual([{ name: "open-database.test" }]);
  });

  test("closes its connections when it is disposed of, used or not", async () => {
    const unused = open();
    await unused[Symbol.asyncDispose]();
    expect(unused.pool.ended).toBe(true);
    const used = open();
    await sql`select 1`.execute(used.db);
    await used[Symbol.asyncDispose]();
    expect(used.pool.ended).toBe(true);
  });

  test.runIf(process.env["TEST_DATABASE_URL"])("outlives an idle connection that dies", async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db);
    await using other = open();
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
    await vi.waitFor(() => expect(database.pool.totalCount).toBe(0));
    expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
  });
});

test("truncating empties the migrated tables and starts identities anew", async () => {
  const insert = sql`
    insert into events (kind, subject_id, actor) values ('test', 'x', 'test') returning id`;
  await insert.execute(database.db);
  await insert.execute(database.db);
  await truncateAll(database.db);
  expect((await insert.execute(database.db)).rows).toEqual([{ id: 1 }]);
});
