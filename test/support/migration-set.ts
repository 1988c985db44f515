import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";

import { openDatabase } from "../../src/store/connection/open-database.ts";
import { migrate } from "../../src/store/migrate.ts";

/** The project's migrations. */
export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Names a template database after what is in it: another set of migrations is another template. */
export function migrationSetHash(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(migrationsFolder).sort()) {
    if (/^\d+_.+\.sql$/.test(name)) hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Applies the project's migrations and leaves no connection behind. */
export async function migrateTemplate(poolConfig: pg.PoolConfig): Promise<void> {
  await using database = openDatabase({ poolConfig, applicationName: "test template", maxConnections: 1 });
  await migrate(database.db, migrationsFolder);
}
