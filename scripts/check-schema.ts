// Compares what is generated from the migrations with what is committed, or writes it with --write:
//   npm run check:schema -- postgres://admin@host/postgres [--write]
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openDatabase } from "../src/store/connection/open-database.ts";
import { migrate } from "../src/store/migrate.ts";

const [adminUrl, mode] = process.argv.slice(2);
if (adminUrl === undefined) {
  console.error("Give the URL of a user who may create databases on Postgres 15 or newer.");
  process.exit(2);
}
const check = mode === "--write" ? [] : ["--check"];
const dump = fileURLToPath(new URL("dump-schema.ts", import.meta.url));
const types = fileURLToPath(new URL("generate-schema-types.mjs", import.meta.url));
const name = `workflow_types_${randomBytes(6).toString("hex")}`;
const url = new URL(adminUrl);
url.pathname = `/${name}`;

execFileSync(process.execPath, ["--import", "tsx", dump, adminUrl, ...check], { stdio: "inherit" });
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();
try {
  await admin.query(`create database ${name}`);
  {
    await using database = openDatabase({
      url: url.href,
      applicationName: "check schema",
      maxConnections: 1,
    });
    await migrate(database.db, fileURLToPath(new URL("../migrations", import.meta.url)));
  }
  execFileSync(process.execPath, [types, url.href, ...check], { stdio: "inherit" });
} finally {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}
