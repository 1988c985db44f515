import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callWithRetries, usualTiming } from "../../../src/extract/bigquery/call-with-retries.ts";
import type { BigquerySourceOptions } from "../../../src/extract/bigquery/bigquery-source.ts";
import { contractRow, walk } from "../../contract/part-source-contract.ts";
import type { Fault } from "../../support/bigquery-server/faults.ts";
import {
  type BigqueryServer,
  dataset,
  project,
  startBigqueryServer,
} from "../../support/bigquery-server/start-bigquery-server.ts";
import { makeTable, openParts } from "./bigquery-parts.ts";

const all = ["A", "B", "C", "D", "E"];
let server: BigqueryServer;
beforeEach(async () => {
  server = await startBigqueryServer();
  await makeTable(
    server,
    all.map((pn, index) => contractRow({ pn, score: 0.9 - index / 10 })),
  );
});
afterEach(() => server[Symbol.asyncDispose]());

async function read(options: Partial<BigquerySourceOptions> = {}) {
  await using source = await openParts(server, options);
  return (await walk(source, 2)).rows.map((row) => row["pn"]);
}

/** The message with which reading ends. */
async function refusal(options: Partial<BigquerySourceOptions> = {}): Promise<string> {
  const error = await read(options).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  expect(error).toMatchObject({ name: "UserError", exitCode: 3 });
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

const jobs = (method: string) => server.requests.filter((request) => request.method === method);
const table = /tables\/parts/;
const insert = /^POST .*\/jobs/;
const results = /^GET .*\/queries\//;

const error = (status: number, reason: string, message?: string): Fault => ({
  kind: "error",
  status,
  reason,
  ...(message !== undefined && { message }),
});

const contentTypes = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=UTF-8",
  "text/plain",
];

describe.each(contentTypes)("errors with the content type %s", (contentType) => {
  beforeEach(() => {
    server.contentType = contentType;
  });

  it.each([
    [403, "rateLimitExceeded"],
    [403, "userRateLimitExceeded"],
    [400, "jobRateLimitExceeded"],
    [400, "jobBackendError"],
    [429, "rateLimitExceeded"],
    [408, "timeout"],
    [500, "internalError"],
    [502, "badGateway"],
    [503, "backendError"],
    [504, "gatewayTimeout"],
  ])("%d %s of every kind of call are repeated", async (status, reason) => {
    for (const match of [table, insert, results])
      server.plan({ match, times: 2, fault: error(status, reason) });

    expect(await read()).toEqual(all);
  });

  it.each([
    [
      403,
      "quotaExceeded",
      "BigQuery's quota of project demo-project is used up (no): wait for the next quota window",
    ],
    [
      403,
      "accessDenied",
      "The account of the test may not read demo-project.catalogue.parts (no): grant it roles/bigquery.jobUser",
    ],
    [401, "authError", "BigQuery refused the credentials of the test (no): check them."],
    [400, "invalidQuery", "BigQuery could not read demo-project.catalogue.parts (no)"],
    [501, "notImplemented", "BigQuery could not read demo-project.catalogue.parts (no)"],
  ])("%d %s is not repeated and said in one sentence", async (status, reason, words) => {
    server.plan({ match: insert, fault: error(status, reason, "no") });

    expect(await refusal()).toContain(words);
    expect(jobs("POST")).toHaveLength(1);
  });
});

describe("a call", () => {
  it("is given up after six attempts", async () => {
    server.plan({ match: insert, times: 6, fault: error(503, "backendError", "busy") });

    expect(await refusal()).toBe(
      "BigQuery could not read demo-project.catalogue.parts (busy): try again later, or read the job's error in the Google Cloud console.",
    );
    expect(jobs("POST")).toHaveLength(6);
  });

  it("is repeated when its connection is cut, between pages and within one", async () => {
    server.plan({ match: table, fault: { kind: "hang_up" } });
    server.plan({ match: insert, fault: { kind: "hang_up" } });
    server.plan({ match: results, after: 2, fault: { kind: "hang_up" } });
    server.plan({
      match: results,
      after: 1,
      fault: { kind: "body", body: '{"jobComplete": true, "rows": [{"f' },
    });

    expect(await read()).toEqual(all);
  });

  it("that never gets an answer is repeated after its deadline, and then given up", async () => {
    const timing = { deadlineMs: 1_000, pauseMs: () => 0 };
    server.plan({ match: insert, fault: { kind: "silence" } });
    expect(await read({ timing })).toEqual(all);

    server.plan({ match: table, times: 3, fault: { kind: "silence" } });
    expect(await refusal({ timing })).toContain("does not answer (no answer within 1 s): try again later");
  });

  it("whose job was made before the answer was lost attaches to that job", async () => {
    server.plan({ match: insert, fault: { kind: "error_after_work", status: 503, reason: "backendError" } });

    expect(await read()).toEqual(all);
    const ids = jobs("POST").map(
      ({ body }) => (body as { jobReference: { jobId: string } }).jobReference.jobId,
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(2);
  });

  it("pauses a second, two, four … and up to half as much again", () => {
    const pauses = (random: number) => [1, 2, 3, 4, 5].map(usualTiming(() => random).pauseMs);

    expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(pauses(1)).toEqual([1_500, 3_000, 6_000, 12_000, 24_000]);
    expect(usualTiming(() => 0).deadlineMs).toBe(60_000);
  });

  it("that fails for a reason of our own is not repeated", async () => {
    let calls = 0;
    const broken = () => {
      calls += 1;
      return Promise.reject(new TypeError("a bug"));
    };

    await expect(callWithRetries(broken, { deadlineMs: 1_000, pauseMs: () => 0 })).rejects.toThrow("a bug");
    expect(calls).toBe(1);
  });
});

describe("a job that fails", () => {
  it("for a reason of the moment is made again under another id", async () => {
    server.jobs.failures.push("jobBackendError", "jobBackendError", "jobBackendError", "jobBackendError");
    server.jobs.failures.push("jobBackendError", "jobBackendError");

    expect(await read()).toEqual(all);
    expect(jobs("POST")).toHaveLength(7);
  });

  it("for a reason that stays is not", async () => {
    server.jobs.failures.push("resourcesExceeded");

    expect(await refusal()).toContain("(The job failed: resourcesExceeded)");
    expect(jobs("POST")).toHaveLength(1);
  });
});

describe("a page", () => {
  it("that is asked for again is the same", async () => {
    await using source = await openParts(server);
    const first = await source.page({ after: null, pageSize: 2, floor: null });
    const request = { after: first.next, pageSize: 2, floor: null };

    const once = await source.page(request);

    expect(await source.page(request)).toEqual(once);
    expect(once.rows.map((row) => row["pn"])).toEqual(["C", "D"]);
  });

  it("is never short because a token was refused in the middle", async () => {
    server.plan({ match: results, after: 2, fault: error(401, "authError", "expired") });

    expect(await refusal()).toContain("refused the credentials of the test (expired)");
  });
});

describe("what cannot work is refused in one sentence", () => {
  it("when the table does not exist", async () => {
    const message = await refusal({ table: { project, dataset, table: "partz" } });

    expect(message).toBe(
      "BigQuery does not find demo-project.catalogue.partz (Not found: Table demo-project:catalogue.partz): check BIGQUERY_TABLE, BIGQUERY_PROJECT and BIGQUERY_LOCATION.",
    );
  });

  it("when queries may not run where the table lies", async () => {
    expect(await refusal({ location: "US" })).toBe(
      "The part source demo-project.catalogue.parts lies in EU, and BIGQUERY_LOCATION allows queries in US only: change or unset it.",
    );
    expect(await read({ location: "eu" })).toEqual(all);
  });

  it("when the query would bill more than it may", async () => {
    const message = await refusal({ maxBytesBilled: 10_485_760 });

    expect(message).toContain(
      "would bill more than bigqueryMaxBytesBilled allows, 10485760 bytes (Query exceeded limit",
    );
    expect(jobs("POST")).toHaveLength(1);
  });

  it("when nobody listens", async () => {
    const idle = createServer().listen(0, "127.0.0.1");
    await once(idle, "listening");
    const address = idle.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    idle.close();
    await once(idle, "close");

    expect(await refusal({ apiEndpoint: `http://127.0.0.1:${port}` })).toMatch(
      /^BigQuery at http:\/\/127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED.*\): check the network/,
    );
  });

  it("when somebody else answers", async () => {
    server.plan({
      match: table,
      times: 6,
      fault: { kind: "body", body: "<html>sign in to the network</html>" },
    });

    expect(await refusal()).toMatch(
      /does not answer like BigQuery \(.*\): check BIGQUERY_API_ENDPOINT and any proxy/,
    );
  });

  it("and the error does not carry the request along", async () => {
    server.plan({ match: insert, fault: error(403, "accessDenied") });
    const thrown = await read().catch((fault: unknown) => fault);

    expect(thrown).toMatchObject({ cause: { message: "injected accessDenied" } });
    expect((thrown as Error).cause).not.toHaveProperty("response");
  });
});
