import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exitCodes } from "../../src/domain/fault.ts";
import { triggerApi } from "../../src/remote/trigger-api.ts";
import { runBody } from "./run-body.ts";

const secretKey = "tr_prod_topSecret42";
const signal = new AbortController().signal;

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let calls = 0;
let url: string;
const http = createServer((request, response) => {
  calls += 1;
  answer(request, response);
});

beforeAll(async () => {
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  url = addressOf(http);
});
beforeEach(() => void (calls = 0));
afterAll(() => http.close());

function addressOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): typeof answer {
  return (_, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function api() {
  return triggerApi({ url, secretKey, retryDelayMs: 1 });
}

function start() {
  return api().start("run-workflow", { limit: 5 }, { key: "one", tags: ["run_one"], signal });
}

describe("what refuses a call is one sentence that says what to do", () => {
  test.each<[string, typeof answer, number, boolean, RegExp]>([
    [
      "a wrong key",
      json(401, { error: "Invalid API Key" }),
      exitCodes.usage,
      false,
      /refuses the key \(401\).*TRIGGER_SECRET_KEY.*--local/,
    ],
    [
      "a key without the right",
      json(403, { error: "no" }),
      exitCodes.usage,
      false,
      /refuses the key \(403\)/,
    ],
    [
      "a task it does not know",
      json(404, { error: "Task not found" }),
      exitCodes.platform,
      false,
      /knows no run-workflow .*deploy the tasks/,
    ],
    [
      "too many requests",
      json(429, { error: "slow down" }),
      exitCodes.platform,
      true,
      /too many requests \(429\).*in a minute/,
    ],
    [
      "a failure of its own",
      json(503, { error: "down" }),
      exitCodes.platform,
      true,
      /out of order \(503\): try again later/,
    ],
    [
      "a request it does not take",
      json(422, { error: "tags are\n\u001B[31mwrong" }),
      exitCodes.platform,
      false,
      /refuses run-workflow \(422\): tags are \[31mwrong$/,
    ],
    [
      "an answer that is not the API's",
      json(200, { hello: "world" }),
      exitCodes.platform,
      false,
      /What answers at http.* is not Trigger\.dev: check TRIGGER_API_URL/,
    ],
    [
      "a connection that breaks",
      (request) => void request.socket.destroy(),
      exitCodes.platform,
      true,
      /cannot be reached \(.*\): check TRIGGER_API_URL.*--local/,
    ],
  ])("%s", async (_, met, exitCode, isTransient, says) => {
    answer = met;
    const fault = await start().catch((error: unknown) => error);
    expect(fault).toMatchObject({ exitCode, isTransient, message: expect.stringMatching(says) as unknown });
    expect(String(fault)).not.toContain("\n");
  });

  test("an address at which nobody listens", async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    const closed = addressOf(gone);
    gone.close();
    await once(gone, "close");
    const nobody = triggerApi({ url: closed, secretKey, retryDelayMs: 1 });
    await expect(nobody.retrieve("run_1", { signal })).rejects.toMatchObject({
      exitCode: exitCodes.platform,
      isTransient: true,
      message: expect.stringMatching(/cannot be reached \(connect ECONNREFUSED .*\)/) as unknown,
    });
  });

  test("an answer that repeats the key does not show it", async () => {
    answer = json(422, { error: `no such thing as ${secretKey}` });
    await expect(start()).rejects.toMatchObject({
      message: expect.stringMatching(/no such thing as \*\*\*/) as unknown,
    });
    answer = json(200, runBody("FAILED", { error: { message: `Bearer ${secretKey} is refused` } }));
    expect(await api().retrieve("run_1", { signal })).toEqual({
      kind: "ended",
      end: "failed",
      message: "Bearer *** is refused",
    });
  });
});

test("a call that failed on the way is made again, under the same key", async () => {
  const keys: unknown[] = [];
  answer = (request, response) => {
    keys.push(request.headers["idempotency-key"]);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      keys.push((JSON.parse(body) as { options: { idempotencyKey: string } }).options.idempotencyKey);
      if (keys.length < 4) request.socket.destroy();
      else json(200, { id: "run_7" }, { "x-trigger-jwt": "a" })(request, response);
    });
  };
  expect(await start()).toBe("run_7");
  const given = keys.filter((key) => key !== undefined);
  expect(given).toHaveLength(2);
  expect(new Set(given).size).toBe(1);
});

test("a call that is refused is made once", async () => {
  answer = json(401, { error: "Invalid API Key" });
  await expect(start()).rejects.toThrow();
  expect(calls).toBe(1);
});

test("a call that hangs is given up when asked to", async () => {
  const stop = new AbortController();
  answer = () => stop.abort();
  await expect(api().retrieve("run_1", { signal: stop.signal })).rejects.toThrow(/aborted/);
});

test.each([
  ["PENDING_VERSION", { kind: "queued" }],
  ["QUEUED", { kind: "queued" }],
  ["DELAYED", { kind: "queued" }],
  ["DEQUEUED", { kind: "running" }],
  ["EXECUTING", { kind: "running" }],
  ["WAITING", { kind: "running" }],
  ["COMPLETED", { kind: "completed", output: { a: 1 } }],
  ["FAILED", { kind: "ended", end: "failed", message: "why" }],
  ["CRASHED", { kind: "ended", end: "crashed", message: "why" }],
  ["SYSTEM_FAILURE", { kind: "ended", end: "crashed", message: "why" }],
  ["TIMED_OUT", { kind: "ended", end: "timed_out", message: "why" }],
  ["CANCELED", { kind: "ended", end: "cancelled", message: "why" }],
  ["EXPIRED", { kind: "ended", end: "expired", message: "why" }],
])("a run that is %s", async (status, expected) => {
  answer = json(200, runBody(status, { output: { a: 1 }, error: { message: "why" } }));
  expect(await api().retrieve("run_1", { signal })).toEqual(expected);
});
