import { afterAll, beforeAll, describe } from "vitest";
import { describePartSource } from "../../contract/part-source-contract.ts";
import {
  type BigqueryServer,
  startBigqueryServer,
} from "../../support/bigquery-server/start-bigquery-server.ts";
import { makeTable, openParts } from "./bigquery-parts.ts";

let server: BigqueryServer;
beforeAll(async () => {
  server = await startBigqueryServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each([
  ["one job", 1_000],
  ["jobs of 3, 6, 12 rows", 3],
])("through %s", (_, firstJobRows) => {
  describePartSource("BigQuery", async (rows) => {
    await makeTable(server, rows);
    return openParts(server, { firstJobRows: () => Promise.resolve(firstJobRows) });
  });
});

describe("in answers of one row", () => {
  beforeAll(() => {
    server.jobs.maxPageRows = 1;
  });

  describePartSource("BigQuery", async (rows) => {
    await makeTable(server, rows);
    return openParts(server);
  });
});
