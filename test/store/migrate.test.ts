import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql, type Kysely } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { exitCodes } from "../../src/domain/fault.ts";
import { openDatabase, type OpenDatabase } from "../../src/store/connection/open-database.ts";
import { migrate, migrationStatus } from "../../src/store/migrate.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";

const first = "create table parts (id int primary key, note text default 'a;b ? $1');";
const second = `
create function double(n int) returns int language plpgsql as $$ begin return n * 2; end $$;
insert into parts (id) values (double(21));`;

let testDatabase: TestDatabase;
let database: OpenDatabase<unknown>;
let db: Kysely<unknown>;
let folder: string;

function open(): OpenDatabase<unknown> {
  const { poolConfig } = testDatabase;
  return openDatabase({ poolConfig, applicationName: "migrate.test", maxConnections: 2 });
}
beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = open();
  db = database.db;
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await testDatabase.dispose();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-migrations-"));
  await sql
    .raw("drop schema app_migrations cascade; drop schema public cascade; create schema public;")
    .execute(db);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): Promise<unknown> {
  return Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
}

async function partIds(): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from parts order by id`.execute(db);
  return rows.map((row) => row.id);
}

async function hasParts(): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('parts') is not null as exists`.execute(
    db,
  );
  return rows[0]?.exists === true;
}

describe("migrating", () => {
  test("applies what is missing in order, and a second time nothing", async () => {
    await write({ "0002_second.sql": second, "0001_first.sql": first, "README.md": "no migration" });
    expect(await migrationStatus(db, folder)).toEqual({
      applied: [],
      pending: ["0001_first", "0002_second"],
    });
    expect(await migrate(db, folder)).toEqual({ applied: ["0001_first", "0002_second"] });
    expect(await migrate(db, folder)).toEqual({ applied: [] });
    expect(await migrationStatus(db, folder)).toEqual({
      applied: ["0001_first", "0002_second"],
      pending: [],
    });
    expect(await partIds()).toEqual([42]);
  });

  test("applies only the new file to a database that has the others", async () => {
    await write({ "0001_first.sql": first });
    await migrate(db, folder);
    await write({ "0002_second.sql": second });
    expect(await migrationStatus(db, folder)).toEqual({ applied: ["0001_first"], pending: ["0002_second"] });
    expect(await migrate(db, folder)).toEqual({ applied: ["0002_second"] });
    expect(await partIds()).toEqual([42]);
  });

  test("costs one statement when the database is up to date", async () => {
    await write({ "0001_first.sql": first });
    await migrate(db, folder);
    const statements: string[] = [];
    const watched = db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(node.kind);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    await migrate(watched, folder);
    expect(statements).toHaveLength(1);
  });

  test("is done once when several processes do it at the same time", async () => {
    await write({ "0001_first.sql": first, "0002_second.sql": second });
    const databases = Array.from({ length: 6 }, open);
    const results = await Promise.all(databases.map((one) => migrate(one.db, folder)));
    await Promise.all(databases.map((one) => one[Symbol.asyncDispose]()));
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 0, 0, 0, 0, 2]);
    expect(await partIds()).toEqual([42]);
  });

  test("leaves the database as it was when a file fails, and names file, line and reason", async () => {
    await write({
      "0001_first.sql": first,
      "0002_second.sql": "select 1;\nselect 2;\nselect nowhere.f();\n",
    });
    await expect(migrate(db, folder)).rejects.toMatchObject({
      exitCode: exitCodes.database,
      message: expect.stringMatching(/0002_second\.sql:3 failed.*schema "nowhere" does not exist/) as string,
    });
    expect(await hasParts()).toBe(false);
    expect(await migrationStatus(db, folder)).toEqual({
      applied: [],
      pending: ["0001_first", "0002_second"],
    });
    await write({ "0002_second.sql": second });
    expect(await migrate(db, folder)).toEqual({ applied: ["0001_first", "0002_second"] });
  });

  test("lets every role ask whether the database is up to date", async () => {
    await write({ "0001_first.sql": first });
    await migrate(db, folder);
    await db.transaction().execute(async (trx) => {
      await sql`set local role anon`.execute(trx);
      expect(await migrate(trx, folder)).toEqual({ applied: [] });
    });
  });
});

describe("migrating is refused", () => {
  beforeEach(async () => {
    await write({ "0001_first.sql": first, "0003_third.sql": second });
    await migrate(db, folder);
  });

  async function expectRefusal(message: RegExp): Promise<void> {
    const refusal = { exitCode: exitCodes.database, message: expect.stringMatching(message) as string };
    await expect(migrate(db, folder)).rejects.toMatchObject(refusal);
    await expect(migrationStatus(db, folder)).rejects.toMatchObject(refusal);
  }

  test("when an applied file was changed, but not when only its line ends were", async () => {
    await write({ "0003_third.sql": second.replaceAll("\n", "\r\n") });
    expect(await migrate(db, folder)).toEqual({ applied: [] });
    await write({ "0003_third.sql": `${second} ` });
    await expectRefusal(/0003_third\.sql in .* was changed after it was applied/);
  });

  test("when the database has a migration that the folder lacks", async () => {
    await rm(join(folder, "0003_third.sql"));
    await expectRefusal(/has migration 0003_third, which .* lacks/);
  });

  test("when a new file comes before an applied one", async () => {
    await write({ "0002_late.sql": "select 1" });
    await expectRefusal(/0002_late\.sql in .* comes before 0003_third/);
  });
});
