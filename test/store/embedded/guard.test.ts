import { Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { joinEmbeddedDatabase } from "../../../src/store/embedded/join.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../../support/embedded-test-database.ts";

let dataDir: string;
let poolConfig: pg.PoolConfig;
beforeAll(async () => {
  dataDir = await makeEmbeddedDataDir();
  ({ poolConfig } = await joinEmbeddedDatabase({ dataDir, idleMs: 20_000, startTimeoutMs: 90_000 }));
});
afterAll(() => removeEmbeddedDataDir(dataDir));

beforeEach(() =>
  withClient(async (client) => {
    await client.query(
      "drop table if exists calls; create table calls (client text, n int, primary key (client, n))",
    );
  }),
);

async function withClient<T>(work: (client: pg.Client) => Promise<T>, stream?: Socket): Promise<T> {
  const client = new pg.Client({ ...poolConfig, ...(stream && { stream: () => stream }) });
  // A client that a test cuts off raises this.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    if (stream?.destroyed !== true) await client.end();
  }
}

/** Inserts one row; 1 if the answer is not exactly that row, else 0. */
async function insertOne(client: pg.Client, name: string, n: number): Promise<number> {
  const result = await client
    .query<{ client: string; n: number }>("insert into calls values ($1, $2) returning client, n", [name, n])
    .catch(() => undefined);
  const [row, ...more] = result?.rows ?? [];
  return row?.client === name && row.n === n && more.length === 0 ? 0 : 1;
}

async function insertAlone(client: pg.Client, name: string, calls: number): Promise<number> {
  let wrong = 0;
  for (let n = 0; n < calls; n += 1) wrong += await insertOne(client, name, n);
  return wrong;
}

async function insertInTransactions(client: pg.Client, name: string, calls: number): Promise<number> {
  let wrong = 0;
  for (let n = 0; n < calls; n += 1) {
    await client.query("begin").catch(() => undefined);
    wrong += await insertOne(client, name, n);
    await client.query("commit").catch(() => undefined);
  }
  return wrong;
}

describe("clients of the embedded database", () => {
  test("get their own rows, all of them, when single statements run beside transactions", async () => {
    const calls = 250;
    const wrong = await Promise.all([
      withClient((client) => insertInTransactions(client, "transactions", calls)),
      ...["a", "b", "c"].map((name) => withClient((client) => insertAlone(client, name, calls))),
    ]);
    expect(wrong).toEqual([0, 0, 0, 0]);
    const { rows } = await withClient((client) =>
      client.query("select client, count(*)::int from calls group by 1 order by 1"),
    );
    expect(rows).toEqual(["a", "b", "c", "transactions"].map((client) => ({ client, count: calls })));
  });

  test("go on when one dies in the middle of a transaction, whose rows are gone", async () => {
    const socket = new Socket();
    await withClient(async (client) => {
      await client.query("begin");
      await client.query("insert into calls values ('dead', 1)");
      socket.destroy();
    }, socket);
    expect(await withClient((client) => insertAlone(client, "alive", 5))).toBe(0);
    const { rows } = await withClient((client) => client.query("select distinct client from calls"));
    expect(rows).toEqual([{ client: "alive" }]);
  });

  test.each([
    { when: "between two messages of one statement", first: "select 1", parsed: "select $1::int" },
    // After an error the server ignores everything up to the Sync, which this client does not send any more.
    { when: "after a refused message in a transaction", first: "begin", parsed: "selec" },
  ])("go on when one dies $when", async ({ first, parsed }) => {
    const socket = new Socket();
    await withClient(async (client) => {
      await client.query(first);
      const isAnswered = new Promise((resolve) => socket.once("data", resolve));
      // Parse and Flush, and never a Sync.
      socket.write(message("P", `\0${parsed}\0\0\0`));
      socket.write(message("H", ""));
      await isAnswered;
      socket.destroy();
    }, socket);
    expect(await withClient((client) => insertAlone(client, "alive", 5))).toBe(0);
  });

  test("are not served the messages of one that died before the end of its statement", async () => {
    const socket = new Socket();
    await withClient(async (client) => {
      await client.query("select 1");
      // A Parse that would be refused, and neither Flush nor Sync.
      await new Promise<void>((resolve) => socket.end(message("P", "\0selec\0\0\0"), resolve));
      socket.destroy();
    }, socket);
    expect(await withClient((client) => insertAlone(client, "alive", 5))).toBe(0);
  });

  test("wait for a long transaction, and see it whole", async () => {
    const order: string[] = [];
    await withClient(async (holder) => {
      await holder.query("begin");
      await holder.query("insert into calls values ('holder', 1)");
      const waiting = withClient(async (waiter) => {
        const { rows } = await waiter.query<{ client: string }>("select client from calls where n = $1", [1]);
        order.push("answered");
        return rows;
      });
      await holder.query("insert into calls values ('holder', 2)");
      order.push("committing");
      await holder.query("commit");
      expect(await waiting).toEqual([{ client: "holder" }]);
    });
    expect(order).toEqual(["committing", "answered"]);
  });
});

/** A message of the wire protocol: type, length with itself but without the type, body. */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}
