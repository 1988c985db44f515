import { dirname } from "node:path";
import pg from "pg";

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
  };
}

/** The server's version if it answers a query within `timeoutMs`, undefined if not; an open socket alone says little. */
export async function probeServerVersion(socketFile: string, timeoutMs: number): Promise<string | undefined> {
  const client = new pg.Client({
    ...embeddedPoolConfig(socketFile),
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A daemon that dies meanwhile raises this beside the rejected query.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return rows[0]?.version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
