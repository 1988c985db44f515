import type { AuthClient } from "google-auth-library";
import type { ColumnMapping } from "../../domain/column-mapping.ts";
import { exitCodes, UserError } from "../../domain/fault.ts";
import type { PartSource } from "../part-source.ts";
import { scoresQuery, sourceQuery } from "../source-query.ts";
import { billing } from "./billing.ts";
import { type BigqueryApi, bigqueryApi } from "./bigquery-api.ts";
import { withBigqueryFault } from "./bigquery-fault.ts";
import type { CallTiming } from "./call-with-retries.ts";
import { type OrderedResult, orderedQuery, orderedResult } from "./ordered-result.ts";
import { scoresQueryJob } from "./scores-query-job.ts";
import { type TableName, tableSql, tableText } from "./table-name.ts";
import { tableRelation } from "./table-relation.ts";

export interface BigquerySourceOptions {
  readonly table: TableName;
  /** The project that runs and pays for the queries. */
  readonly project: string;
  /** Where queries may run; null is where the table lies. */
  readonly location: string | null;
  readonly authClient: AuthClient;
  /** Where the credentials came from, for messages. */
  readonly signIn: string;
  readonly apiEndpoint: string;
  readonly scoreScale: 1 | 100;
  readonly columns: ColumnMapping;
  readonly maxBytesBilled: number;
  readonly usdPerTib: number;
  /** Rows that the first job is asked for; asked once. A job whose rows do not suffice is followed by a larger one. */
  readonly firstJobRows: () => Promise<number>;
  readonly timing: CallTiming;
  readonly now: () => Date;
  /** Tells this run's jobs apart where the table does not tell whether it changed. */
  readonly runId: string;
}

/**
 * The parts of a BigQuery table or view. Opening asks for metadata alone; the first page starts a job, and further
 * pages are read from its result.
 *
 * @throws {UserError} when the table is missing, may not be read, or lacks a needed column.
 */
export async function openBigquerySource(options: BigquerySourceOptions): Promise<PartSource> {
  const api = await bigqueryApi(options);
  return withBigqueryFault(options, () => openTable(api, options));
}

async function openTable(api: BigqueryApi, options: BigquerySourceOptions): Promise<PartSource> {
  const name = tableText(options.table);
  const metadata = await api.tableMetadata(options.table);
  const { location, modifiedAt } = metadata;
  checkLocation(options, location);
  const relation = tableRelation(tableSql(options.table), metadata.fields, {
    mapping: options.columns,
    scoreScale: options.scoreScale,
  });
  if (relation.kind === "unusable") throw sourceError(`The part source ${name} ${relation.problem}.`);
  const over = (query: string) => query.replace("{{source}}", () => relation.sql);
  const sql = over(sourceQuery(relation.columns));
  const context = {
    api,
    sql,
    location,
    day: options.now().toISOString().slice(0, 10),
    snapshot: modifiedAt === null ? options.runId : modifiedAt.toISOString(),
    now: options.now,
    maxRows: rememberedOnce(options.firstJobRows),
  };
  const costs = billing(api, { location, usdPerTib: options.usdPerTib });
  const results = new Map<number | null, OrderedResult>();
  const all = scoresQueryJob(context, over(scoresQuery));
  return {
    description: `BigQuery ${name}`,
    uri: `bigquery://${name}`,
    modifiedAt,
    estimate: ({ floor }) =>
      withBigqueryFault(options, async () => {
        const query = orderedQuery(sql, { after: null, floor, maxRows: await context.maxRows() });
        return costs.estimate(await api.processedBytes(query, location));
      }),
    async page({ after, pageSize, floor }) {
      if (metadata.isEmpty) return { rows: [], next: null };
      const result = results.get(floor) ?? orderedResult({ ...context, floor });
      results.set(floor, result);
      return withBigqueryFault(options, () => result.page(after, pageSize));
    },
    async scores() {
      if (metadata.isEmpty) return { greatest: null, fractions: 0 };
      return withBigqueryFault(options, () => all.scores());
    },
    queries: () =>
      withBigqueryFault(options, () =>
        costs.billed([...results.values(), all].flatMap((result) => result.jobs())),
      ),
    // Connections are the library's own, and a job that still runs ends by itself.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** @throws {UserError} when the table lies where queries may not run. */
function checkLocation(
  { table, location: allowed }: Pick<BigquerySourceOptions, "table" | "location">,
  location: string,
): void {
  if (allowed === null || allowed.toLowerCase() === location.toLowerCase()) return;
  throw sourceError(
    `The part source ${tableText(table)} lies in ${location}, and BIGQUERY_LOCATION allows queries in ${allowed} only: change or unset it.`,
  );
}

function rememberedOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function sourceError(message: string): UserError {
  return new UserError(exitCodes.source, message);
}
