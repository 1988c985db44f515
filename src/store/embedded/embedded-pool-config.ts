import { dirname } from "node:path";
import type pg from "pg";

/** How `pg` reaches the embedded database: it knows a unix socket by its folder. */
export function embeddedPoolConfig(socketFile: string): pg.PoolConfig {
  return {
    host: dirname(socketFile),
    port: 5432,
    // PGlite ends itself on a startup packet without a user name.
    user: "postgres",
    database: "postgres",
    ssl: false,
    // One connection stays open, so that the daemon does not think itself idle while this process lives.
    min: 1,
    // One statement runs at a time, and nobody can connect meanwhile: as long as a statement may take, in milliseconds.
    connectionTimeoutMillis: 60_000,
  };
}
