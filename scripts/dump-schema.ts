// Writes migrations/schema.sql, or compares it with --check, from a migrated database on a real Postgres >= 15:
//   node --import tsx scripts/dump-schema.ts postgres://user@host/database [--check]
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrationsFolder } from "./fresh-database.ts";

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

const [url, mode] = process.argv.slice(2);
if (url === undefined) {
  console.error("Give the URL of a migrated database: scripts/dump-schema.ts postgres://... [--check]");
  process.exit(2);
}
const options = ["--schema-only", "--no-owner", "--schema=public", "--dbname", url];
const schema = withoutMachine(execFileSync(findPgDump(), options, { encoding: "utf8" }));
if (mode !== "--check") {
  writeFileSync(schemaFile, schema);
} else if (!existsSync(schemaFile) || readFileSync(schemaFile, "utf8") !== schema) {
  console.error(
    "migrations/schema.sql does not match the migrations: write it anew and look at the difference.",
  );
  process.exit(1);
}
