import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Migrator, sql, type Kysely, type Migration } from "kysely";

import { exitCodes, UserError } from "../domain/fault.ts";
import { errorCode } from "./connection/error-code.ts";

/** Names of migration files without their ending, in order. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const undefinedTable = "42P01";
const migrationSchema = "app_migrations";

/**
 * Brings a database up to the files of `folder` and returns the names that this call applied; one that is up to date
 * costs one statement. Several processes may call it at once: over a direct or session-mode connection one does the
 * work and the others wait. All pending files share one transaction.
 *
 * Throws a UserError when a file fails, or when files and database do not belong together.
 */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  folder: string,
): Promise<Pick<MigrationStatus, "applied">> {
  const files = await readMigrationFiles(folder);
  const { pending } = compare(files, await readChecksums(db), folder);
  if (pending.length === 0) return { applied: [] };

  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: () =>
        Promise.resolve(Object.fromEntries(files.map((file) => [file.name, toMigration(file)]))),
    },
    // Out of the public schema, which Supabase shows to the world.
    migrationTableSchema: migrationSchema,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results.find((result) => result.status === "Error");
    throw migrationFailure(
      error,
      folder,
      files.find((file) => file.name === failed?.migrationName),
    );
  }
  return { applied: results.map((result) => result.migrationName) };
}

/** Which files of `folder` a database has and lacks; throws like `migrate` when they do not belong together. */
export async function migrationStatus<Schema>(db: Kysely<Schema>, folder: string): Promise<MigrationStatus> {
  return compare(await readMigrationFiles(folder), await readChecksums(db), folder);
}

/** The migration files of a folder, `0001_what_it_does.sql`; the underscore lets the Supabase CLI read them too. */
async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (fileName) => {
      const text = await readFile(join(folder, fileName), "utf8");
      // A checkout may rewrite line ends; that changes nothing.
      const sha256 = createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
      return { name: fileName.slice(0, -".sql".length), text, sha256 };
    }),
  );
}

/** What was applied, by name; Kysely's own table knows names only. */
async function readChecksums<Schema>(db: Kysely<Schema>): Promise<ReadonlyMap<string, string>> {
  try {
    const { rows } = await sql<{ name: string; sha256: string }>`
      select name, sha256 from app_migrations.file_checksums`.execute(db);
    return new Map(rows.map((row) => [row.name, row.sha256]));
  } catch (cause) {
    if (errorCode(cause) === undefinedTable) return new Map();
    throw cause;
  }
}

function compare(
  files: readonly MigrationFile[],
  checksums: ReadonlyMap<string, string>,
  folder: string,
): MigrationStatus {
  const applied = [...checksums.keys()].sort();
  const names = new Set(files.map((file) => file.name));
  const missing = applied.find((name) => !names.has(name));
  if (missing !== undefined) {
    throw mismatch(
      `The database has migration ${missing}, which ${folder} lacks: it was migrated by a newer version of this program; use that one.`,
    );
  }
  const changed = files.find((file) => (checksums.get(file.name) ?? file.sha256) !== file.sha256);
  if (changed !== undefined) {
    throw mismatch(
      `Migration ${changed.name}.sql in ${folder} was changed after it was applied to this database: restore the file, and write the change into a new one.`,
    );
  }
  const pending = files.map((file) => file.name).filter((name) => !checksums.has(name));
  const last = applied.at(-1);
  const late = pending.find((name) => last !== undefined && name < last);
  if (late !== undefined) {
    throw mismatch(
      `Migration ${late}.sql in ${folder} comes before ${last ?? ""}, which this database already has: give it a higher number.`,
    );
  }
  return { applied, pending };
}

function mismatch(message: string): UserError {
  return new UserError(exitCodes.database, message);
}

/** A whole file is one simple-protocol query: many statements, function bodies and quotes as they stand. */
function toMigration(file: MigrationFile): Migration {
  return {
    async up(db) {
      await sql.raw(file.text).execute(db);
      // In the file's own transaction, so that the checksum is there exactly if its work is. Any role that works
      // with the database may ask whether it is up to date.
      await sql`
        create table if not exists app_migrations.file_checksums (
          name text primary key,
          sha256 text not null,
          applied_at timestamptz not null default now()
        );
        grant usage on schema app_migrations to public;
        grant select on app_migrations.file_checksums to public`.execute(db);
      await sql`
        insert into app_migrations.file_checksums (name, sha256) values (${file.name}, ${file.sha256})`.execute(
        db,
      );
    },
  };
}

function migrationFailure(cause: unknown, folder: string, file: MigrationFile | undefined): UserError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const what =
    file === undefined ? `The migrations in ${folder}` : `Migration ${file.name}.sql${lineOf(cause, file)}`;
  return new UserError(
    exitCodes.database,
    `${what} failed and the database is as it was before: ${message}; correct the cause and migrate again.`,
    { cause },
  );
}

/** Postgres reports where in the query, counted in characters from 1, it stumbled over a statement. */
function lineOf(cause: unknown, file: MigrationFile): string {
  const position = cause instanceof Error && "position" in cause ? Number(cause.position) : Number.NaN;
  return Number.isNaN(position) ? "" : `:${file.text.slice(0, position - 1).split("\n").length}`;
}
