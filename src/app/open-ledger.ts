import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { projectFolder } from "../config/project-folder.ts";
import { redactUrl } from "../config/redact.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import { checkMigrationUrl } from "../store/connection/check-url.ts";
import { describeConnectionError } from "../store/connection/describe-connection-error.ts";
import { type OpenDatabase, openDatabase } from "../store/connection/open-database.ts";
import { migrate, migrationStatus } from "../store/migrate.ts";
import type { Tables } from "../store/schema/tables.ts";

export const migrationsFolder = join(projectFolder, "migrations");

/** The ledger, ready to use, and what to say about where it is. */
export interface OpenLedger extends OpenDatabase<Tables> {
  readonly description: string;
}

export interface LedgerOptions {
  readonly config: Config;
  /** Connections this process may use at once. */
  readonly maxConnections?: number;
  /** Called when the embedded database has to be started first, which takes seconds. */
  readonly onStarting?: () => void;
}

/**
 * Opens the database that the configuration names, the embedded one without a name, and brings its schema up to date.
 *
 * @throws {UserError} when it cannot be reached, started or migrated.
 */
export async function openLedger(options: LedgerOptions): Promise<OpenLedger> {
  const { databaseUrl } = options.config;
  return databaseUrl === null ? openEmbedded(options) : openServer(options, databaseUrl);
}

async function openEmbedded({ config, maxConnections = 4, onStarting }: LedgerOptions): Promise<OpenLedger> {
  // PGlite is large; a process that uses a server never loads it, nor what starts it.
  const { joinEmbeddedDatabase } = await import("../store/embedded/join.ts");
  const { poolConfig } = await joinEmbeddedDatabase({
    dataDir: config.dataDir,
    ...(onStarting !== undefined && { onStarting }),
  });
  const database = openDatabase<Tables>({ poolConfig, applicationName: "workflow", maxConnections });
  try {
    await migrate(database.db, migrationsFolder);
  } catch (cause) {
    await database[Symbol.asyncDispose]();
    throw cause;
  }
  return { ...database, description: `embedded Postgres in ${config.dataDir}` };
}

async function openServer({ config, maxConnections = 10 }: LedgerOptions, url: string): Promise<OpenLedger> {
  const sslCa = certificateAuthority(config.databaseSslCa);
  const connect = { applicationName: "workflow", sslCa };
  const database = openDatabase<Tables>({ ...connect, maxConnections, url });
  const migrationUrl = config.migrationDatabaseUrl ?? url;
  try {
    const { pending } = await migrationStatus(database.db, migrationsFolder);
    if (pending.length > 0) {
      checkMigrationUrl(migrationUrl);
      await using migrating = openDatabase<Tables>({ ...connect, maxConnections: 1, url: migrationUrl });
      await migrate(migrating.db, migrationsFolder);
    }
  } catch (cause) {
    await database[Symbol.asyncDispose]();
    throw cause instanceof UserError ? cause : describeConnectionError(cause, migrationUrl);
  }
  return { ...database, description: `Postgres at ${redactUrl(url)}` };
}

/** The PEM text itself, or that of the file named. */
function certificateAuthority(setting: string | null): string | undefined {
  if (setting === null) return undefined;
  if (setting.startsWith("-----BEGIN")) return setting;
  if (!existsSync(setting)) {
    throw new UserError(
      exitCodes.usage,
      `DATABASE_SSL_CA names ${setting}, which does not exist: give a PEM file, or its text.`,
    );
  }
  return readFileSync(setting, "utf8");
}
