import { createServer } from "node:net";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";

import { exitCodes, type UserError } from "../../../src/domain/fault.ts";
import { describeConnectionError } from "../../../src/store/connection/describe-connection-error.ts";
import { openDatabase } from "../../../src/store/connection/open-database.ts";

/** What a query says when the database at `url` cannot be used. */
async function failure(url: string): Promise<UserError> {
  await using database = openDatabase({ url, applicationName: "test", maxConnections: 1 });
  try {
    await sql`select 1`.execute(database.db);
  } catch (cause) {
    return describeConnectionError(cause, url);
  }
  throw new Error(`${url} can be used`);
}

/** A server of the wire protocol that answers every startup with one error. */
function refusingServer(code: string, message: string): Promise<{ port: number; close: () => void }> {
  const body = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  const server = createServer((socket) => {
    socket.once("data", () => socket.end(Buffer.concat([Buffer.from("E"), length, body])));
    socket.on("error", () => undefined);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ port, close: () => server.close() });
    });
  });
}

describe("a database that cannot be used is described in one sentence", () => {
  const closers: (() => void)[] = [];
  afterAll(() => closers.forEach((close) => close()));

  test.each([
    ["28P01", 'password authentication failed for user "me"', /refuses the user name or the password/],
    ["3D000", 'database "parts" does not exist', /has no such database/],
    ["57P03", "the database system is starting up", /is starting up/],
    ["XX000", "Tenant or user not found", /Tenant or user not found/],
    ["XX000", "no route for s3cret/word", /no route for \*\*\*/],
  ])("when it answers %s (%s)", async (code, text, expected) => {
    const server = await refusingServer(code, text);
    closers.push(server.close);
    const described = await failure(`postgres://me:s3cret%2Fword@127.0.0.1:${server.port}/parts`);
    expect(described).toMatchObject({ exitCode: exitCodes.database, cause: { code } });
    expect(described.message).toMatch(expected);
    expect(described.message).toContain(`127.0.0.1:${server.port}/parts`);
    expect(described.message).not.toContain("s3cret");
  });

  test("when nothing listens", async () => {
    const server = await refusingServer("", "");
    server.close();
    expect(await failure(`postgres://me:s3cret@127.0.0.1:${server.port}/parts`)).toMatchObject({
      exitCode: exitCodes.database,
      message: `The database at 127.0.0.1:${server.port}/parts cannot be used: nothing listens there; start the server, or correct host and port.`,
    });
    expect(await failure("postgres://me@localhost/parts?host=/nowhere")).toMatchObject({
      message: expect.stringContaining("/nowhere:5432/parts cannot be used: nothing listens there") as string,
    });
  });

  test("when its name is unknown", async () => {
    expect(await failure("postgres://me@no-such-host.invalid/parts")).toMatchObject({
      message: expect.stringMatching(/no-such-host\.invalid:5432\/parts.*host name/) as string,
    });
  });
});
