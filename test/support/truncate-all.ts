import { sql, type Kysely } from "kysely";

/** Empties every table of the public schema and starts its identities anew; the migrations put no rows there. */
export async function truncateAll<Schema>(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ tables: string | null }>`
    select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
    from pg_tables where schemaname = 'public'`.execute(db);
  const tables = rows[0]?.tables;
  if (tables) await sql.raw(`truncate ${tables} restart identity cascade`).execute(db);
}

/**
 * The same for a few rows between two tests: truncating gives each of a hundred files a new one, which takes an
 * embedded database several times as long. Needs a superuser, whose session leaves foreign keys unchecked meanwhile.
 */
export async function deleteAll<Schema>(db: Kysely<Schema>): Promise<void> {
  await sql`
    do $$
    declare
      name text;
    begin
      set local session_replication_role = replica;
      for name in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' loop
        execute 'delete from ' || name;
      end loop;
      perform setval(format('%I.%I', schemaname, sequencename), start_value, false)
        from pg_sequences where schemaname = 'public';
    end $$`.execute(db);
}
