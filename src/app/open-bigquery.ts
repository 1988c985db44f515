import { randomUUID } from "node:crypto";
import type { Config } from "../config/parameters.ts";
import { exitCodes, UserError } from "../domain/fault.ts";
import type { GetOidcToken } from "../extract/bigquery/sign-in.ts";
import type { PartSource } from "../extract/part-source.ts";

export interface BigqueryDependencies {
  readonly now: () => Date;
  /** Parts that are done or under way, which may all stand at the top of the table. */
  readonly doneParts: () => Promise<number>;
  /** Tokens of the platform, where it has them. */
  readonly getOidcToken?: GetOidcToken;
}

/**
 * The BigQuery table that the configuration names.
 *
 * @throws {UserError} when credentials are missing or wrong, and when the table cannot be used.
 */
export async function openBigquery(
  config: Config,
  table: string,
  deps: BigqueryDependencies,
): Promise<PartSource> {
  const { signIn } = await import("../extract/bigquery/sign-in.ts");
  const { openBigquerySource } = await import("../extract/bigquery/bigquery-source.ts");
  const { usualTiming } = await import("../extract/bigquery/call-with-retries.ts");
  const { jobRows } = await import("../extract/bigquery/job-rows.ts");
  const { tableName } = await import("../extract/bigquery/table-name.ts");
  const { authClient, description, project } = await signIn({
    credentials: config.bigqueryCredentials,
    keyFile: config.bigqueryKeyFile,
    workloadIdentityProvider: config.bigqueryWorkloadIdentityProvider,
    getOidcToken: deps.getOidcToken,
    apiEndpoint: config.bigqueryApiEndpoint,
  });
  const name = tableName(table, config.bigqueryProject ?? project);
  if (name === null) {
    throw new UserError(
      exitCodes.usage,
      `BIGQUERY_TABLE is "${table}" without a project, and the credentials of ${description} name none: write project.${table}, or set BIGQUERY_PROJECT.`,
    );
  }
  return openBigquerySource({
    table: name,
    project: config.bigqueryProject ?? name.project,
    location: config.bigqueryLocation,
    authClient,
    signIn: description,
    apiEndpoint: config.bigqueryApiEndpoint,
    scoreScale: config.scoreScale,
    columns: config.sourceColumns ?? {},
    maxBytesBilled: config.bigqueryMaxBytesBilled,
    usdPerTib: config.bigqueryUsdPerTib,
    firstJobRows: async () => jobRows(await deps.doneParts(), config.maxDailyTasks),
    timing: usualTiming(Math.random),
    now: deps.now,
    runId: randomUUID(),
  });
}
