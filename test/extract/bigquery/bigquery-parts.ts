import { PassThroughClient } from "google-auth-library";
import type { PartSource } from "../../../src/extract/part-source.ts";
import {
  type BigquerySourceOptions,
  openBigquerySource,
} from "../../../src/extract/bigquery/bigquery-source.ts";
import type { ContractRow } from "../../contract/part-source-contract.ts";
import {
  type BigqueryServer,
  dataset,
  project,
} from "../../support/bigquery-server/start-bigquery-server.ts";

/** The table of a test, as DuckDB names it. */
export const partsTable = `"${project}"."${dataset}"."parts"`;

/** Opens the server's table as a source; failed calls are repeated at once. */
export function openParts(
  server: BigqueryServer,
  options: Partial<BigquerySourceOptions> = {},
): Promise<PartSource> {
  return openBigquerySource({
    table: { project, dataset, table: "parts" },
    project,
    location: null,
    authClient: new PassThroughClient(),
    signIn: "the test",
    apiEndpoint: server.baseUrl,
    scoreScale: 1,
    columns: {},
    maxBytesBilled: 100_000_000_000,
    usdPerTib: 6.25,
    firstJobRows: () => Promise.resolve(1_000),
    timing: { deadlineMs: 30_000, pauseMs: () => 0 },
    now: () => new Date("2026-03-02T12:00:00Z"),
    runId: "run",
    ...options,
  });
}

/** Makes the table anew with these rows. */
export async function makeTable(server: BigqueryServer, rows: readonly ContractRow[]): Promise<void> {
  await server.execute(`CREATE OR REPLACE TABLE ${partsTable} (
    product_id VARCHAR, pn VARCHAR, manufacturer VARCHAR, title VARCHAR, created TIMESTAMPTZ,
    active_for_use BOOLEAN, specs STRUCT(spec_name VARCHAR, spec_value VARCHAR, spec_units VARCHAR)[],
    priority_score STRUCT(score DOUBLE, tier VARCHAR))`);
  if (rows.length > 0)
    await server.execute(`INSERT INTO ${partsTable} VALUES ${rows.map(valuesOf).join(", ")}`);
}

function valuesOf(row: ContractRow): string {
  const { score, tier } = row.priority_score;
  const specs = row.specs.map(
    (spec) =>
      `{spec_name: ${sql(spec.spec_name)}, spec_value: ${sql(spec.spec_value)}, spec_units: ${sql(spec.spec_units)}}`,
  );
  const texts = [row.product_id, row.pn, row.manufacturer, row.title, row.created].map(sql);
  const scoreText = score === null ? "NULL" : `CAST('${score}' AS DOUBLE)`;
  return `(${texts.join(", ")}, ${String(row.active_for_use)}, [${specs.join(", ")}], {score: ${scoreText}, tier: ${sql(tier)}})`;
}

function sql(text: string | null): string {
  return text === null ? "NULL" : `'${text.replaceAll("'", "''")}'`;
}
