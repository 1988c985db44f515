import pg from "pg";

import { embeddedPoolConfig } from "./embedded-pool-config.ts";

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
