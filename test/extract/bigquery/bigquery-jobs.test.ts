import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jobRows } from "../../../src/extract/bigquery/job-rows.ts";
import type { BigquerySourceOptions } from "../../../src/extract/bigquery/bigquery-source.ts";
import type { PartSource, SourceCursor } from "../../../src/extract/part-source.ts";
import { startOfSource } from "../../../src/extract/source-position.ts";
import { sourceReader } from "../../../src/extract/source-reader.ts";
import { contractRow, walk } from "../../contract/part-source-contract.ts";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../../support/bigquery-server/start-bigquery-server.ts";
import { makeTable, openParts, partsTable } from "./bigquery-parts.ts";

let server: BigqueryServer;
beforeEach(async () => {
  server = await startBigqueryServer();
});
afterEach(() => server[Symbol.asyncDispose]());

/** Makes a table of `count` rows, the first of which is `P-0001`. */
async function ranked(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `P-${String(index + 1).padStart(4, "0")}`);
  await makeTable(
    server,
    names.map((pn, index) => contractRow({ pn, score: 1 - index / 10_000 })),
  );
  server.requests.length = 0;
  return names;
}

async function names(source: PartSource, pageSize = 10, after: SourceCursor | null = null) {
  const { rows, next } = await source.page({ after, pageSize, floor: null });
  return { names: rows.map((row) => row["pn"]), next };
}

/** The jobs that were asked for, by id. */
function insertedJobs(): unknown[] {
  return server.requests.flatMap(({ method, body }) =>
    method === "POST" ? [(body as { jobReference: { jobId: string } }).jobReference.jobId] : [],
  );
}

const reads = () => server.requests.filter(({ path }) => path.includes("/queries/"));

describe("a run", () => {
  it("asks once for the table, once for a job, and once for each page it needs", async () => {
    const all = await ranked(500);
    await using source = await openParts(server);

    const first = await names(source, 20);
    const second = await names(source, 20, first.next);

    expect([...first.names, ...second.names]).toEqual(all.slice(0, 40));
    expect(server.requests.map(({ method, path }) => `${method} ${path.split("/").at(-2) ?? ""}`)).toEqual([
      "GET tables",
      "POST demo-project",
      "GET queries", // waits for the end of the job
      "GET queries",
      "GET queries",
    ]);
  });

  it("asks as often for 20 parts of a table of 500 rows as of one of 50", async () => {
    const counts: number[] = [];
    for (const size of [50, 500]) {
      await ranked(size);
      await using source = await openParts(server);
      await names(source, 20);
      counts.push(server.requests.length);
    }

    expect(counts[1]).toBe(counts[0]);
  });

  it("asks once more for each page of parts that are done at the top, however large the table is", async () => {
    const counts: number[][] = [];
    for (const size of [100, 1_000]) {
      const bySkipped: number[] = [];
      for (const skipped of [0, 60]) {
        await ranked(size);
        await using source = await openParts(server);
        const reader = sourceReader(source, { pageSize: 20, floor: 0, async *leftOut() {} });
        let position = startOfSource;
        for (let rows = 0; rows < skipped + 20;) {
          const ahead = await reader.read(position);
          rows += ahead.rows.length;
          position = ahead.positionAfter(ahead.rows.length);
        }
        bySkipped.push(server.requests.length);
      }
      counts.push(bySkipped);
    }

    // Of the table, for a job, for its end; and for one page or four.
    expect(counts).toEqual([
      [4, 7],
      [4, 7],
    ]);
  });

  it("sends location, labels, limits and typed parameters, and no value within the text", async () => {
    await ranked(3);
    await using source = await openParts(server, { maxBytesBilled: 5_000_000_000 });

    await source.page({ after: null, pageSize: 1, floor: 0.1234 });

    const [job] = server.requests.filter(({ method }) => method === "POST");
    expect(job?.body).toMatchObject({
      configuration: {
        jobTimeoutMs: "300000",
        labels: { application: "workflow-orchestrator", stage: "extract" },
        query: { maximumBytesBilled: "5000000000", useLegacySql: false, parameterMode: "named" },
      },
      jobReference: { location: "EU" },
    });
    const { configuration } = job?.body as {
      configuration: { query: { query: string; queryParameters: { name: string }[] } };
    };
    expect(configuration.query.query).not.toContain("0.1234");
    expect(configuration.query.queryParameters).toContainEqual({
      name: "floor",
      parameterType: { type: "FLOAT64" },
      parameterValue: { value: 0.1234 },
    });
    expect(configuration.query.queryParameters).toContainEqual({
      name: "after_mpn",
      parameterType: { type: "STRING" },
      parameterValue: { value: null },
    });
  });

  it("goes where it is configured to, whatever variable the library would prefer", async () => {
    const all = await ranked(3);
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", "http://127.0.0.1:9");
    try {
      await using source = await openParts(server);
      expect((await names(source)).names).toEqual(all);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("can tell what its queries were billed for, and asks for that once", async () => {
    await ranked(3);
    server.jobs.processedBytes = 2 ** 36;
    await using source = await openParts(server, { usdPerTib: 16 });
    expect(await source.queries?.()).toEqual([]);
    await names(source);

    const [jobId] = insertedJobs();
    const billed = [{ jobId, bytesBilled: 2 ** 36, usd: 1, isReused: false }];
    expect(await source.queries?.()).toEqual(billed);
    expect(await source.queries?.()).toEqual(billed);
    expect(server.requests.filter(({ path }) => path.endsWith(`/jobs/${String(jobId)}`))).toHaveLength(1);
    await using later = await openParts(server, { usdPerTib: 16 });
    await names(later);
    expect(await later.queries?.()).toEqual([{ ...billed[0], isReused: true }]);
  });

  it("waits for a job that is still running, which has no rows yet", async () => {
    const all = await ranked(5);
    server.jobs.runningPolls = 3;
    await using source = await openParts(server);

    expect((await names(source)).names).toEqual(all);
  });

  it("gives a job up that does not end", async () => {
    await ranked(5);
    server.jobs.runningPolls = Infinity;
    let minutes = 0;
    await using source = await openParts(server, {
      now: () => new Date(Date.UTC(2026, 2, 2) + (minutes += 1) * 60_000),
    });

    await expect(names(source)).rejects.toThrow("the query is not done after 10 minutes");
  });

  it("of an empty table starts no job", async () => {
    await makeTable(server, []);
    await using source = await openParts(server);

    expect(await names(source)).toEqual({ names: [], next: null });
    expect(insertedJobs()).toEqual([]);
  });

  it("of a view without rows of its own starts one", async () => {
    await ranked(2);
    server.table.type = "VIEW";
    await using source = await openParts(server);

    expect((await names(source)).names).toHaveLength(2);
  });
});

describe("another process", () => {
  it("attaches to the same job and finds its place in it", async () => {
    const all = await ranked(500);
    await using first = await openParts(server);
    const { next } = await names(first, 321);
    const before = reads().length;
    await using second = await openParts(server, { runId: "another" });

    expect((await names(second, 10, next)).names).toEqual(all.slice(321, 331));
    const [one, other] = insertedJobs();
    expect(other).toBe(one);
    expect(reads().length - before).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(500)));
  });

  it("makes a job of its own over other data, on another day, and over a view", async () => {
    await ranked(5);
    const open = async (options: Partial<BigquerySourceOptions> = {}) => {
      await using source = await openParts(server, options);
      await names(source);
    };
    await open();
    await open();
    expect(new Set(insertedJobs()).size).toBe(1);

    await open({ now: () => new Date("2026-03-03T00:00:00Z") });
    expect(new Set(insertedJobs()).size).toBe(2);
    await server.execute(`DELETE FROM ${partsTable} WHERE pn = 'P-0001'`);
    await open();
    expect(new Set(insertedJobs()).size).toBe(3);
    server.table.type = "VIEW";
    await open({ runId: "one" });
    await open({ runId: "two" });
    expect(new Set(insertedJobs()).size).toBe(5);
    server.table.type = "TABLE";
    server.table.isStreamedInto = true;
    await open({ runId: "three" });
    expect(new Set(insertedJobs()).size).toBe(6);
    for (const id of insertedJobs()) expect(id).toMatch(/^workflow_2026030[23]_[0-9a-f]{16}_a1$/);
  });

  it("makes a second attempt when the job of the first had failed", async () => {
    const all = await ranked(5);
    server.jobs.failures.push("invalidQuery");
    await using first = await openParts(server);
    await expect(names(first)).rejects.toThrow("The job failed: invalidQuery");
    await using second = await openParts(server);

    expect((await names(second)).names).toEqual(all);
    expect(insertedJobs().map((id) => String(id).slice(-2))).toEqual(["a1", "a1", "a2"]);
  });

  it("makes a second attempt when the result of the first has expired", async () => {
    const all = await ranked(50);
    await using first = await openParts(server);
    const { next } = await names(first);
    server.expireResults();
    await using second = await openParts(server);

    expect((await names(second, 10, next)).names).toEqual(all.slice(10, 20));
    expect(insertedJobs().map((id) => String(id).slice(-2))).toEqual(["a1", "a1", "a2"]);
  });
});

describe("a result that expires while it is read", () => {
  it("is made anew, and reading goes on where it was", async () => {
    const all = await ranked(50);
    await using source = await openParts(server);
    const { next } = await names(source);
    server.expireResults();

    expect((await names(source, 10, next)).names).toEqual(all.slice(10, 20));
    expect(insertedJobs().map((id) => String(id).slice(-2))).toEqual(["a1", "a2"]);
  });
});

describe("a job whose rows do not suffice", () => {
  it("is followed by one that goes on after its last row and holds twice as many", async () => {
    const all = await ranked(100);
    await using source = await openParts(server, { firstJobRows: () => Promise.resolve(16) });

    const { rows } = await walk(source, 10);

    expect(rows.map((row) => row["pn"])).toEqual(all);
    expect(insertedJobs()).toHaveLength(3); // 16 + 32 + 64 ≥ 100, a row of each full one is read again
  });

  it("is found again by another process", async () => {
    const all = await ranked(100);
    const options = { firstJobRows: () => Promise.resolve(16) };
    await using first = await openParts(server, options);
    let next: SourceCursor | null = null;
    for (let page = 0; page < 4; page += 1) next = (await names(first, 10, next)).next;
    const made = new Set(insertedJobs());
    await using second = await openParts(server, options);
    const { names: found } = await names(second, 10, next);

    expect(found).toEqual(all.slice(all.indexOf(String(found[0])), all.indexOf(String(found[0])) + 10));
    expect(next?.mpn).toBe(all[all.indexOf(String(found[0])) - 1]);
    expect(new Set(insertedJobs())).toEqual(made);
  });

  it("does not lose rows that share their keys with its last", async () => {
    await makeTable(
      server,
      Array.from({ length: 40 }, () => contractRow({ pn: "same", product_id: "1", score: 0.5 })),
    );
    await using source = await openParts(server, { firstJobRows: () => Promise.resolve(4) });

    const { rows } = await walk(source, 3);

    expect(new Set(rows.map((row) => row["title"])).size).toBe(40);
  });
});

describe("the rows a first job is asked for", () => {
  it("grow with the parts that are done, in steps that the runs of one day do not leave", () => {
    expect(jobRows(0, 100)).toBe(8_192);
    expect(jobRows(7_000, 1_000)).toBe(16_384);
    expect(jobRows(7_100, 1_000)).toBe(16_384);
    expect(jobRows(1_000_000, 1_000)).toBe(2 ** 20);
    expect(jobRows(1_000_000, 10_000)).toBe(2 ** 21);
  });

  it("are asked of the ledger once", async () => {
    await ranked(50);
    let asked = 0;
    await using source = await openParts(server, {
      firstJobRows: () => Promise.resolve(1_000 + (asked += 1)),
    });

    await source.estimate({ floor: 0 });
    for (const floor of [0, 0.5]) await source.page({ after: null, pageSize: 1, floor });

    expect(asked).toBe(1);
  });
});

describe("an estimate", () => {
  it("is what BigQuery says of the same query, in bytes and dollars, and makes no job", async () => {
    await ranked(5);
    server.jobs.processedBytes = 2 ** 40;
    await using source = await openParts(server, { maxBytesBilled: 2 ** 41 });

    expect(await source.estimate({ floor: 0.5 })).toEqual({ bytes: 2 ** 40, usd: 6.25 });
    const [dryRun] = server.requests.filter(({ method }) => method === "POST");
    await source.page({ after: null, pageSize: 1, floor: 0.5 });
    const [, real] = server.requests.filter(({ method }) => method === "POST");
    const queryOf = (request: typeof real) =>
      (request?.body as { configuration: { query: unknown } }).configuration.query;
    expect(queryOf(dryRun)).toEqual(queryOf(real));
    expect(dryRun?.body).toHaveProperty("configuration.dryRun", true);
  });

  it("is at least the price of 10 MiB, below which BigQuery bills nothing", async () => {
    await ranked(5);
    server.jobs.processedBytes = 100;
    await using source = await openParts(server, { usdPerTib: 1_048_576 });

    expect(await source.estimate({ floor: null })).toEqual({ bytes: 100, usd: 10 });
  });
});
