import { randomBytes } from "node:crypto";
import pg from "pg";

import type { TestDatabase } from "./database.ts";
import { migrateTemplate, migrationSetHash } from "./migration-set.ts";

/** Makes a database on a real server as a copy of a migrated template; `adminUrl` belongs to a user who may. */
export async function openPostgresTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `workflow_test_${randomBytes(6).toString("hex")}`;
  await withAdmin(adminUrl, async (admin) => {
    const template = await postgresTemplate(admin, adminUrl);
    await admin.query(`create database ${name} template ${template}`);
  });
  return {
    poolConfig: { connectionString: urlOf(adminUrl, name) },
    engine: "postgres",
    dispose: () =>
      withAdmin(adminUrl, async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** The migrated template, made once per server; it gets its name when it is whole. */
async function postgresTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
  const template = `workflow_template_${migrationSetHash()}`;
  // Of the session, since databases are not made inside a transaction; it goes with the connection.
  await admin.query("select pg_advisory_lock(hashtext('workflow test template'))");
  try {
    const existing = await admin.query("select from pg_database where datname = $1", [template]);
    if (existing.rowCount === 1) return template;
    const unfinished = `${template}_new`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished}`);
    await migrateTemplate({ connectionString: urlOf(adminUrl, unfinished) });
    // A closed connection's session ends a moment later, and only a database without sessions can be renamed.
    await admin.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [
      unfinished,
    ]);
    await admin.query(`alter database ${unfinished} rename to ${template}`);
    return template;
  } finally {
    await admin.query("select pg_advisory_unlock(hashtext('workflow test template'))");
  }
}

async function withAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
