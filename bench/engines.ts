import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { joinEmbeddedDatabase } from "../src/store/embedded/join.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../test/support/embedded-test-database.ts";
import { openPostgresTestDatabase } from "../test/support/postgres-test-database.ts";

/** A fresh migrated database to measure on. */
export interface BenchDatabase extends AsyncDisposable {
  readonly poolConfig: pg.PoolConfig;
  /** As many as the command line uses on this kind of database. */
  readonly maxConnections: number;
  /** The process that serves it, where one process does; null on a server with a process per connection. */
  readonly serverPid: number | null;
}

export interface Engine {
  readonly name: string;
  open(): Promise<BenchDatabase>;
}

/** The embedded database, and a Postgres server where TEST_DATABASE_URL names one or binaries are installed. */
export async function engines(): Promise<Engine[]> {
  const url = process.env["TEST_DATABASE_URL"] ?? startedServer();
  const embedded = { name: "embedded (PGlite)", open: openEmbedded };
  if (url === null || url === "") return [embedded];
  return [{ name: `Postgres ${await serverVersion(url)}`, open: () => openOnServer(url) }, embedded];
}

async function openEmbedded(): Promise<BenchDatabase> {
  const dataDir = await makeEmbeddedDataDir();
  const { poolConfig, pid } = await joinEmbeddedDatabase({ dataDir, startTimeoutMs: 90_000 });
  return {
    poolConfig,
    maxConnections: 4,
    serverPid: pid,
    [Symbol.asyncDispose]: () => removeEmbeddedDataDir(dataDir),
  };
}

async function openOnServer(url: string): Promise<BenchDatabase> {
  const database = await openPostgresTestDatabase(url);
  return {
    poolConfig: database.poolConfig,
    maxConnections: 10,
    serverPid: null,
    [Symbol.asyncDispose]: () => database.dispose(),
  };
}

const script = fileURLToPath(new URL("../scripts/test-postgres.mjs", import.meta.url));

/** A throw-away server from installed binaries; null where there are none. It goes on running for the next time. */
function startedServer(): string | null {
  try {
    const printed = execFileSync(process.execPath, [script, "start", "bench"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /TEST_DATABASE_URL=(?<url>\S+)/.exec(printed)?.groups?.["url"] ?? null;
  } catch {
    console.error("No Postgres server found: measuring the embedded database alone.");
    return null;
  }
}

async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return rows[0]?.version ?? "of unknown version";
  } finally {
    await client.end();
  }
}
