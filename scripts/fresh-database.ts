import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openDatabase } from "../src/store/connection/open-database.ts";
import { migrate } from "../src/store/migrate.ts";

export const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/** Looks at a database of its own with the project's migrations, made on the server of `adminUrl` and dropped after. */
export async function withFreshDatabase<T>(adminUrl: string, look: (url: string) => T): Promise<T> {
  const name = `workflow_schema_${randomBytes(6).toString("hex")}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    {
      const connection = { url: url.href, applicationName: "check schema", maxConnections: 1 };
      await using database = openDatabase(connection);
      await migrate(database.db, migrationsFolder);
    }
    return look(url.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}
