// Writes migrations/schema.sql, or compares it with --check, from a fresh database on a real Postgres >= 15:
//   node --import tsx scripts/dump-schema.ts postgres://admin@host/postgres [--check]
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

import { openDatabase } from "../src/store/connection/open-database.ts";
import { migrate } from "../src/store/migrate.ts";

const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));
const schemaFile = join(migrationsFolder, "schema.sql");

/** pg_dump refuses servers newer than itself: the newest one where Debian puts several, else the one in PATH. */
function findPgDump(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const newest = versions.map((version) => join(debian, version, "bin/pg_dump")).find(existsSync);
  return newest ?? "pg_dump";
}

/** Drops what differs from one machine or release to the next: versions, settings, `\restrict` keys, comments. */
function withoutMachine(dump: string): string {
  const lines = dump
    .split("\n")
    .filter((line) => !/^(--( |$)|SET |SELECT pg_catalog\.set_config|\\(un)?restrict )/.test(line));
  return `${lines
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

async function dumpFreshDatabase(adminUrl: string): Promise<string> {
  const name = `workflow_schema_${randomBytes(6).toString("hex")}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    {
      await using database = openDatabase({
        url: url.href,
        applicationName: "dump schema",
        maxConnections: 1,
      });
      await migrate(database.db, migrationsFolder);
    }
    const options = ["--schema-only", "--no-owner", "--schema=public", "--dbname", url.href];
    return withoutMachine(execFileSync(findPgDump(), options, { encoding: "utf8" }));
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

const [adminUrl, mode] = process.argv.slice(2);
if (adminUrl === undefined) {
  console.error(
    "Give the URL of a user who may create databases: scripts/dump-schema.ts postgres://... [--check]",
  );
  process.exit(2);
}
const schema = await dumpFreshDatabase(adminUrl);
if (mode !== "--check") {
  writeFileSync(schemaFile, schema);
} else if (!existsSync(schemaFile) || readFileSync(schemaFile, "utf8") !== schema) {
  console.error(
    "migrations/schema.sql does not match the migrations: write it anew and look at the difference.",
  );
  process.exit(1);
}
