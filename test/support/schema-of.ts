import { sql } from "kysely";
import type pg from "pg";
import { openDatabase } from "../../src/store/connection/open-database.ts";

/** Every role, object, rule and right of a database as one text: the same as long as nobody changed its schema. */
export async function schemaOf(poolConfig: pg.PoolConfig): Promise<string> {
  await using database = openDatabase({ poolConfig, applicationName: "test schema", maxConnections: 1 });
  const { rows } = await sql<{ schema: string }>`
    select concat_ws(';',
      (select string_agg(r::text, ',' order by r.oid) from pg_roles r),
      (select string_agg(s::text, ',' order by s.setdatabase, s.setrole) from pg_db_role_setting s),
      (select string_agg(n::text, ',' order by n.oid) from pg_namespace n),
      (select string_agg((c.oid, c.relname, c.relacl, c.reloptions, c.relrowsecurity)::text, ',' order by c.oid)
        from pg_class c),
      (select string_agg((attrelid, attname, atttypid, attnotnull, attacl)::text, ',' order by attrelid, attnum)
        from pg_attribute),
      (select string_agg(d::text, ',' order by d.oid) from pg_attrdef d),
      (select string_agg(c::text, ',' order by c.oid) from pg_constraint c),
      (select string_agg(t::text, ',' order by t.oid) from pg_trigger t),
      (select string_agg(p::text, ',' order by p.oid) from pg_policy p),
      (select string_agg((p.oid, p.proname, p.prosrc, p.proconfig, p.proacl)::text, ',' order by p.oid)
        from pg_proc p)) as schema`.execute(database.db);
  return rows[0]?.schema ?? "";
}
