import { sql, type Kysely } from "kysely";

/** Empties every table of the public schema and starts its identities anew; the migrations put no rows there. */
export async function truncateAll<Schema>(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ tables: string | null }>`
    select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
    from pg_tables where schemaname = 'public'`.execute(db);
  const tables = rows[0]?.tables;
  if (tables) await sql.raw(`truncate ${tables} restart identity cascade`).execute(db);
}
