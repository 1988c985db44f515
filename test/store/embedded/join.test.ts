import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { exitCodes } from "../../../src/domain/fault.ts";
import { joinEmbeddedDatabase, type EmbeddedConnection } from "../../../src/store/embedded/join.ts";
import { liveOwner } from "../../../src/store/embedded/owner.ts";
import { resetEmbeddedDatabase } from "../../../src/store/embedded/reset.ts";
import { embeddedDatabaseStatus } from "../../../src/store/embedded/status.ts";
import { stopEmbeddedDatabase } from "../../../src/store/embedded/stop.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../../support/embedded-test-database.ts";

// Long enough for a machine that does other things as well.
vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });
const waitMs = 90_000;
const idleMs = 20_000;
const startTimeoutMs = 90_000;

async function query(connection: EmbeddedConnection, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection.poolConfig);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("an embedded database", () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await makeEmbeddedDataDir();
    const connection = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    await query(connection, "create table kept (n int); insert into kept values (1)");
  });
  afterAll(() => removeEmbeddedDataDir(dataDir));

  test("is joined where it runs, on a socket that nobody else can reach", async () => {
    const onStarting = vi.fn();
    const connection = await joinEmbeddedDatabase({ dataDir, onStarting });
    expect(connection.isSpawned).toBe(false);
    expect(onStarting).not.toHaveBeenCalled();
    const socketDir = connection.poolConfig.host ?? "";
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(socketDir, ".s.PGSQL.5432"))).mode & 0o777).toBe(0o600);
  });

  test("ends when nobody is connected, and the next one to come starts it with all rows", async () => {
    await stopEmbeddedDatabase(dataDir);
    const first = await joinEmbeddedDatabase({ dataDir, idleMs: 0, startTimeoutMs });
    await vi.waitFor(
      async () => expect((await embeddedDatabaseStatus(dataDir)).state).toBe("stopped"),
      waitMs,
    );
    const second = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    expect(second.isSpawned).toBe(true);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("has one owner after kill -9 when several clients come at once", async () => {
    const { pid } = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    process.kill(pid, "SIGKILL");
    const connections = await Promise.all(
      Array.from({ length: 4 }, () => joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs })),
    );
    expect(new Set(connections.map((connection) => connection.pid)).size).toBe(1);
    expect(connections[0]?.pid).not.toBe(pid);
    expect(connections.filter((connection) => connection.isSpawned)).toHaveLength(1);
    for (const connection of connections) {
      expect(await query(connection, "select n from kept")).toEqual([{ n: 1 }]);
    }
  });

  test("is started again after a statement that ended the instance", async () => {
    const before = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    await expect(query(before, "copy kept from stdin")).rejects.toThrow();
    await vi.waitFor(
      () => expect(liveOwner(join(dataDir, "postgres-daemon"))?.pid).not.toBe(before.pid),
      waitMs,
    );
    const after = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    expect(await query(after, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("tells its state, and stops when asked", async () => {
    const { pid } = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    const running = await embeddedDatabaseStatus(dataDir);
    expect(running).toMatchObject({
      state: "running",
      pid,
      serverVersion: expect.stringMatching(/^18/) as string,
    });
    expect(running.folderBytes).toBeGreaterThan(20e6);
    expect(await stopEmbeddedDatabase(dataDir)).toBe(true);
    expect(await stopEmbeddedDatabase(dataDir)).toBe(false);
    expect(await embeddedDatabaseStatus(dataDir)).toMatchObject({ state: "stopped" });
  });

  test("stops also when clients leave before they are greeted", async () => {
    const { pid, poolConfig } = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
    // Frozen, it gets the connections, their ends and the signal at once.
    process.kill(pid, "SIGSTOP");
    const greeting = Buffer.from("\0\0\0\x17\0\x03\0\0user\0postgres\0\0", "latin1");
    const clients = Array.from({ length: 8 }, () =>
      createConnection(join(poolConfig.host ?? "", ".s.PGSQL.5432")).on("error", () => undefined),
    );
    await Promise.all(clients.map((client) => once(client, "connect")));
    for (const client of clients) client.write(greeting);
    for (const client of clients) client.destroy();
    process.kill(pid, "SIGTERM");
    process.kill(pid, "SIGCONT");
    expect(await stopEmbeddedDatabase(dataDir)).toBe(true);
  });

  test("ends soon after its data folder is deleted, also with clients connected", async () => {
    const deleted = await makeEmbeddedDataDir();
    const connection = await joinEmbeddedDatabase({ dataDir: deleted, idleMs, startTimeoutMs });
    const client = new pg.Client(connection.poolConfig);
    const hasEnded = new Promise((resolve) => client.on("error", resolve));
    await client.connect();
    await rm(deleted, { recursive: true, force: true });
    await hasEnded;
    expect(existsSync(deleted)).toBe(false);
    await rm(connection.poolConfig.host ?? "", { recursive: true });
  });
});

describe("an embedded database that cannot be had", () => {
  let dataDir: string;
  const makeDataDir = async (): Promise<string> =>
    (dataDir = await mkdtemp(join(tmpdir(), "workflow-refused-")));
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  test("is refused with its number and its log when the daemon stops in the middle of its start", async () => {
    await makeDataDir();
    const joining = joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs: 1_000 });
    const owner = await vi.waitUntil(() => liveOwner(join(dataDir, "postgres-daemon")), waitMs);
    process.kill(owner.pid, "SIGSTOP");
    try {
      await expect(joining).rejects.toMatchObject({
        exitCode: exitCodes.database,
        message: expect.stringMatching(
          `did not answer within \\d s \\(process ${owner.pid} holds it\\): see ${join(dataDir, "postgres-daemon", "log")}`,
        ) as string,
      });
    } finally {
      process.kill(owner.pid, "SIGKILL");
      await rm(dirname(owner.socketFile), { recursive: true, force: true });
    }
  });

  test("is refused at once when the data folder cannot be opened", async () => {
    await mkdir(join(await makeDataDir(), "postgres"));
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "7");
    await expect(joinEmbeddedDatabase({ dataDir })).rejects.toMatchObject({
      exitCode: exitCodes.database,
      message: expect.stringContaining("could not be opened") as string,
    });
  });

  test.runIf(process.platform === "linux")(
    "is refused where the kernel lets nobody make folders, instead of trying for ever",
    async () => {
      await expect(joinEmbeddedDatabase({ dataDir: "/proc/nowhere/data" })).rejects.toMatchObject({
        exitCode: exitCodes.storage,
      });
    },
  );

  test("is refused with the storage exit code at a file, below one, and at a link to nowhere", async () => {
    await writeFile(join(await makeDataDir(), "file"), "");
    await symlink("nowhere", join(dataDir, "dangling"));
    const places = ["file", "file/below", "dangling"].map((name) => join(dataDir, name));
    for (const place of places) {
      await expect(joinEmbeddedDatabase({ dataDir: place })).rejects.toMatchObject({
        exitCode: exitCodes.storage,
        message: expect.stringContaining(place) as string,
      });
    }
  });

  test.skipIf(process.getuid?.() === 0)(
    "is refused with the storage exit code in a read-only folder",
    async () => {
      await chmod(await makeDataDir(), 0o500);
      await expect(joinEmbeddedDatabase({ dataDir })).rejects.toMatchObject({ exitCode: exitCodes.storage });
    },
  );

  test("is stopped, without a size, where there is nothing at all", async () => {
    const nowhere = join(await makeDataDir(), "nowhere");
    expect(await embeddedDatabaseStatus(nowhere)).toMatchObject({ state: "stopped", folderBytes: 0 });
    expect(await stopEmbeddedDatabase(nowhere)).toBe(false);
    await resetEmbeddedDatabase(nowhere);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe("a new embedded database", () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "workflow-new-"));
  });
  afterAll(() => removeEmbeddedDataDir(dataDir));

  test("is made whole where an earlier start was killed in the middle of making it", async () => {
    await mkdir(join(dataDir, "postgres", "base"), { recursive: true });
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "18");
    await mkdir(join(dataDir, "postgres-daemon"));
    await writeFile(join(dataDir, "postgres-daemon", "creating"), "");
    const onStarting = vi.fn();
    // Making it takes longer than that, and is waited for since the daemon is at work.
    const connection = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs: 2_000, onStarting });
    expect(onStarting).toHaveBeenCalledOnce();
    expect(connection.isSpawned).toBe(true);
    expect(await query(connection, "select 1 as one")).toEqual([{ one: 1 }]);
    expect((await stat(join(dataDir, "postgres"))).mode & 0o777).toBe(0o700);
    expect(existsSync(join(dataDir, "postgres-daemon", "creating"))).toBe(false);
  });

  test("is empty again after a reset, and its folder free to be owned", async () => {
    await resetEmbeddedDatabase(dataDir);
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
    expect(await embeddedDatabaseStatus(dataDir)).toMatchObject({ state: "stopped", folderBytes: 0 });
  });
});
