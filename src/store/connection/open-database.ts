import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

import { checkUrl } from "./check-url.ts";
import { columnParsers } from "./column-parsers.ts";

/** A pool of connections and Kysely on top of it; disposing of it closes both. */
export interface OpenDatabase<Schema> extends AsyncDisposable {
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
}

export type OpenDatabaseOptions = {
  /** What the server lists beside its connections. */
  readonly applicationName: string;
  readonly maxConnections: number;
} & (
  | { readonly poolConfig: pg.PoolConfig }
  | {
      readonly url: string;
      /** PEM text of the certificate authority that has signed the server's certificate. */
      readonly sslCa?: string | undefined;
    }
);

/**
 * Opens a database without connecting yet: the first query does. Throws a UserError when the URL is malformed.
 *
 * Server-side timeouts are not set here, because a transaction pooler refuses connections that bring them and PGlite
 * ignores them: a transaction that needs one says `set local statement_timeout`.
 */
export function openDatabase<Schema>(options: OpenDatabaseOptions): OpenDatabase<Schema> {
  const pool = new pg.Pool({
    connectionTimeoutMillis: 15_000,
    ...target(options),
    application_name: options.applicationName,
    max: options.maxConnections,
    idleTimeoutMillis: 10_000,
    query_timeout: 60_000,
    allowExitOnIdle: true,
    types: columnParsers,
  });
  // An idle connection that dies raises this, and without a listener the process ends. The pool drops the
  // connection by itself; whoever needs one next gets a new one, or the reason why there is none.
  pool.on("error", () => undefined);
  // One that dies while it is lent out raises it too, outside of any query; the next query on it says why.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      // Kysely leaves a pool alone that it never used.
      if (!pool.ending) await pool.end();
    },
  };
}

function target(options: OpenDatabaseOptions): pg.PoolConfig {
  if ("poolConfig" in options) return options.poolConfig;
  const url = checkUrl(options.url);
  if (options.sslCa === undefined) return { connectionString: url.href };
  // pg lets sslmode replace the whole ssl object, and the authority in it would be lost.
  url.searchParams.delete("sslmode");
  return { connectionString: url.href, ssl: { ca: options.sslCa } };
}
