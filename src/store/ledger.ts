import type { Kysely } from "kysely";
import type { Tables } from "./schema/tables.ts";

/** The ledger in Postgres, or a transaction on it. */
export type Ledger = Kysely<Tables>;

/** Who holds a lease, and for how long without a sign of life. */
export interface Lease {
  /** `<host>/<pid>/<random>`: names the process, so that a dead one on this host can be told. */
  readonly owner: string;
  readonly durationMs: number;
}
