import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
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
  const ledger = await connectLedger(options);
  const { config } = options;
  const migrationUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
  try {
    const { pending } = await migrationStatus(ledger.db, migrationsFolder);
    if (pending.length === 0) return ledger;
    if (migrationUrl === null || config.databaseUrl === null) {
      await migrate(ledger.db, migrationsFolder);
      return ledger;
    }
    checkMigrationUrl(migrationUrl);
    const sslCa = certificateAuthority(config.databaseSslCa);
    const server = { applicationName: "workflow", sslCa, url: migrationUrl };
    await using migrating = openDatabase<Tables>({ ...server, maxConnections: 1 });
    await migrate(migrating.db, migrationsFolder);
    return ledger;
  } catch (cause) {
    await ledger[Symbol.asyncDispose]();
    throw cause instanceof UserError || migrationUrl === null
      ? cause
      : describeConnectionError(cause, migrationUrl);
  }
}

/**
 * Opens the database that the configuration names as it is: what its schema lacks stays lacking.
 *
 * @throws {UserError} when it cannot be reached or started.
 */
export async function connectLedger(options: LedgerOptions): Promise<OpenLedger> {
  const { databaseUrl } = options.config;
  return databaseUrl === null ? connectEmbedded(options) : connectServer(options, databaseUrl);
}

async function connectEmbedded({
  config,
  maxConnections = 4,
  onStarting,
}: LedgerOptions): Promise<OpenLedger> {
  // PGlite is large; a process that uses a server never loads it, nor what starts it.
  const { joinEmbeddedDatabase } = await import("../store/embedded/join.ts");
  const { poolConfig } = await joinEmbeddedDatabase({
    dataDir: config.dataDir,
    ...(onStarting !== undefined && { onStarting }),
  });
  const database = openDatabase<Tables>({ poolConfig, applicationName: "workflow", maxConnections });
  return { ...database, description: `embedded Postgres in ${config.dataDir}` };
}

async function connectServer(
  { config, maxConnections = 10 }: LedgerOptions,
  url: string,
): Promise<OpenLedger> {
  const sslCa = certificateAuthority(config.databaseSslCa);
  const database = openDatabase<Tables>({ applicationName: "workflow", sslCa, maxConnections, url });
  try {
    await sql`select 1`.execute(database.db);
  } catch (cause) {
    await database[Symbol.asyncDispose]();
    throw describeConnectionError(cause, url);
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
