import type pg from "pg";

import { openPostgresTestDatabase } from "./postgres-test-database.ts";
import { openEmbeddedTestDatabase } from "./spare-databases.ts";

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
 * may create databases) where it is set, else an embedded one, which costs about a second and 300 MB the first
 * time. Open one per test file in `beforeAll`, and call `deleteAll` before each test.
 */
export function openTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  return adminUrl === undefined || adminUrl === ""
    ? openEmbeddedTestDatabase()
    : openPostgresTestDatabase(adminUrl);
}
