import { sql, type Kysely } from "kysely";
import type pg from "pg";

import { openEmbeddedTestDatabase } from "./embedded-test-database.ts";
import { openPostgresTestDatabase } from "./postgres-test-database.ts";

/** A migrated, empty database of its own; hand `poolConfig` to `openDatabase` as often as the test needs. */
export interface TestDatabase {
  readonly poolConfig: pg.PoolConfig;
  /** One transaction at a time on `embedded`: contention and time limits prove nothing there. */
  readonly engine: "embedded" | "postgres";
  /** Removes the database; connections to it must be closed before. */
  dispose(): Promise<void>;
}

/**
 * Opens a fresh database with the project's migrations: on the server of TEST_DATABASE_URL (the URL of a user who
 * may create databases) where it is set, else an embedded one, which costs about a second and 300 MB. Open one per
 * test file in `beforeAll`, and call `truncateAll` before each test.
 */
export function openTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  return adminUrl === undefined || adminUrl === ""
    ? openEmbeddedTestDatabase()
    : openPostgresTestDatabase(adminUrl);
}

/** Empties every table of the public schema and starts its identities anew; the migrations put no rows there. */
export async function truncateAll<Schema>(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ tables: string | null }>`
    select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
    from pg_tables where schemaname = 'public'`.execute(db);
  const tables = rows[0]?.tables;
  if (tables) await sql.raw(`truncate ${tables} restart identity cascade`).execute(db);
}
