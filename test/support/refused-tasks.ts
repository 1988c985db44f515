import { sql } from "kysely";
import type { Ledger } from "../../src/store/ledger.ts";

/** What the database says to a manual task of one part, and how often. */
export interface Refusal {
  readonly mpn: string;
  readonly times: number;
  readonly message?: string;
  /** An SQLSTATE. */
  readonly code?: string;
}

/** A database that refuses manual tasks as it is told, whatever is rolled back with them. */
export interface RefusingDatabase {
  /** In place of what it refused before; nothing without an argument. */
  refuse(...refusals: readonly Refusal[]): Promise<void>;
  /** How often it has refused since it was told. */
  refusals(): Promise<number>;
}

/** Teaches a test's database to refuse manual tasks. */
export async function refusingDatabase(ledger: Ledger): Promise<RefusingDatabase> {
  const statements = [
    "create schema refusal",
    "create table refusal.of (mpn text not null, times int not null, message text not null, code text not null)",
    // A sequence counts on when its transaction is rolled back.
    "create sequence refusal.attempts",
    `create function refusal.check_task() returns trigger language plpgsql as $$
     declare
       refused refusal.of;
     begin
       select * into refused from refusal.of where mpn = new.mpn;
       if found and nextval('refusal.attempts') <= refused.times then
         raise exception using message = refused.message, errcode = refused.code;
       end if;
       return new;
     end $$`,
    "create trigger refusal before insert on public.manual_tasks for each row execute function refusal.check_task()",
  ];
  for (const statement of statements) await sql.raw(statement).execute(ledger);
  return {
    async refuse(...refusals) {
      await sql`truncate refusal.of`.execute(ledger);
      await sql`alter sequence refusal.attempts restart`.execute(ledger);
      for (const { mpn, times, message = "the disk is full", code = "53100" } of refusals)
        await sql`insert into refusal.of values (${mpn}, ${times}, ${message}, ${code})`.execute(ledger);
    },
    async refusals() {
      const { rows } = await sql<{ count: number }>`
        select case when is_called then last_value else 0 end::int as count from refusal.attempts`.execute(
        ledger,
      );
      return rows[0]?.count ?? 0;
    },
  };
}
