import { afterAll, beforeAll, expect, it } from "vitest";
import { checkSourceChoice, lazySource } from "../../src/app/open-source.ts";
import { Config } from "../../src/config/parameters.ts";
import { contractRow } from "../contract/part-source-contract.ts";
import { makeTable } from "../extract/bigquery/bigquery-parts.ts";
import {
  type BigqueryServer,
  dataset,
  project,
  startBigqueryServer,
} from "../support/bigquery-server/start-bigquery-server.ts";

let server: BigqueryServer;
beforeAll(async () => {
  server = await startBigqueryServer();
  await makeTable(
    server,
    Array.from({ length: 10 }, (_, index) => contractRow({ pn: `P${index}`, score: 0.9 - index / 100 })),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

function opened(settings: Partial<Config>, doneParts = 0) {
  return lazySource(Config.parse({ bigqueryApiEndpoint: server.baseUrl, ...settings }), {
    onStale: () => undefined,
    now: () => new Date("2026-03-02T12:00:00Z"),
    doneParts: () => Promise.resolve(doneParts),
  });
}

it("a table named by the configuration is read with its limits, for as many parts as the ledger has done", async () => {
  server.requests.length = 0;
  await using source = opened(
    {
      bigqueryTable: `${project}.${dataset}.parts`,
      bigqueryMaxBytesBilled: 3_000_000_000,
      maxDailyTasks: 10,
    },
    20_000,
  );

  const { description, ...parts } = await source.open();
  const page = await parts.page({ after: null, pageSize: 3, floor: 0.5 });

  expect(description).toBe("BigQuery demo-project.catalogue.parts");
  expect(page.rows.map((row) => row["pn"])).toEqual(["P0", "P1", "P2"]);
  const [job] = server.requests.filter(({ method }) => method === "POST");
  expect(job?.body).toMatchObject({ configuration: { query: { maximumBytesBilled: "3000000000" } } });
  expect(JSON.stringify(job?.body)).toContain('"value":32768');
});

it("the price in an estimate is configured", async () => {
  await using source = opened({ bigqueryTable: `${project}.${dataset}.parts`, bigqueryUsdPerTib: 1 });
  server.jobs.processedBytes = 2 ** 36;

  expect(await (await source.open()).estimate({ floor: 0 })).toEqual({ bytes: 2 ** 36, usd: 1 / 16 });
});

it("another project may pay than the one that has the table", async () => {
  server.requests.length = 0;
  await using source = opened({
    bigqueryTable: `${project}.${dataset}.parts`,
    bigqueryProject: "paying-project",
  });

  const { page } = await source.open();
  await expect(page({ after: null, pageSize: 1, floor: null })).rejects.toMatchObject({ exitCode: 3 });

  expect(server.requests.map(({ path }) => path.split("/")[2])).toEqual(["demo-project", "paying-project"]);
});

it("a table without a project is refused where nothing names one, and else lies in the paying one", async () => {
  await using nowhere = opened({ bigqueryTable: `${dataset}.parts` });
  await expect(nowhere.open()).rejects.toMatchObject({
    exitCode: 2,
    message:
      'BIGQUERY_TABLE is "catalogue.parts" without a project, and the credentials of nobody, as emulators want it name none: write project.catalogue.parts, or set BIGQUERY_PROJECT.',
  });

  await using somewhere = opened({ bigqueryTable: `${dataset}.parts`, bigqueryProject: project });
  expect((await somewhere.open()).description).toBe("BigQuery demo-project.catalogue.parts");
});

it("a stale table stops the run before any query", async () => {
  server.requests.length = 0;
  const stale = {
    bigqueryTable: `${project}.${dataset}.parts`,
    sourceMaxAgeHours: 12,
    sourceStaleAction: "stop",
  } as const;
  await using source = opened(stale);

  await expect(source.open()).rejects.toThrow(
    "The part source BigQuery demo-project.catalogue.parts was last changed at 2026-03-01T06:00Z, 29 hours ago",
  );
  expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
});

it("a file and a table at once are refused", () => {
  const both = Config.parse({ source: "/parts.csv", bigqueryTable: "d.t" });

  expect(() => {
    checkSourceChoice(both);
  }).toThrow(
    "The source is given twice, as the file /parts.csv and as BIGQUERY_TABLE d.t: unset one of them.",
  );
});
