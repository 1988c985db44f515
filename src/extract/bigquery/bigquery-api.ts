import type { AuthClient } from "google-auth-library";
import * as z from "zod";
import { apiFault, UnexpectedAnswer } from "./api-fault.ts";
import { type CallTiming, callWithRetries } from "./call-with-retries.ts";
import { TableMetadata } from "./table-metadata.ts";
import type { TableName } from "./table-name.ts";

/** A query with named parameters, all of the same types in every query of this source. */
export interface ParameterisedQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | number | null>>;
  /** GoogleSQL's type of every parameter: null says nothing of its own. */
  readonly types: Readonly<Record<string, "STRING" | "FLOAT64" | "INT64">>;
}

/** Rows of a job's result, as the client library gives them. */
export type ResultPage =
  | { readonly kind: "running" }
  | { readonly kind: "rows"; readonly rows: readonly unknown[]; readonly totalRows: number };

/** The calls to BigQuery that this source makes; each rejects with what the client library throws. */
export interface BigqueryApi {
  tableMetadata(table: TableName): Promise<TableMetadata>;
  /** Bytes that a query would process, which costs nothing to ask. */
  processedBytes(query: ParameterisedQuery, location: string): Promise<number>;
  /** Starts a query as the job `jobId`; one of this id may exist already, because an earlier attempt made it. */
  insertJob(query: ParameterisedQuery, jobId: string, location: string): Promise<"created" | "existed">;
  /** Bytes that a job which has ended was billed for. */
  billedBytes(jobId: string, location: string): Promise<number>;
  /** Waits up to ten seconds for the job. A page may be shorter than `maxResults`, but it is never empty. */
  resultPage(
    jobId: string,
    location: string,
    range: { readonly startIndex: number; readonly maxResults: number },
  ): Promise<ResultPage>;
}

export interface BigqueryApiOptions {
  readonly authClient: AuthClient;
  /** The project that runs and pays for the jobs. */
  readonly project: string;
  readonly apiEndpoint: string;
  readonly maxBytesBilled: number;
  readonly timing: CallTiming;
}

/** BigQuery ends a job of its own accord after this long. */
const jobTimeoutMs = 300_000;
const labels = { application: "workflow-orchestrator", stage: "extract" };

const DryRun = z.object({ statistics: z.object({ totalBytesProcessed: z.coerce.number() }) });
const Ended = z.object({
  statistics: z.object({ query: z.object({ totalBytesBilled: z.coerce.number() }) }),
});
const Rows = z.array(z.unknown());
const Results = z.object({ jobComplete: z.boolean(), totalRows: z.coerce.number().default(0) });

/** Loads the client library, which takes longer than most commands run. */
export async function bigqueryApi(options: BigqueryApiOptions): Promise<BigqueryApi> {
  const { BigQuery } = await import("@google-cloud/bigquery");
  const { project: projectId, authClient, apiEndpoint, maxBytesBilled } = options;
  const retryOptions = { autoRetry: false };
  const client = new BigQuery({ projectId, authClient, apiEndpoint, retryOptions });
  // The library reads BIGQUERY_EMULATOR_HOST and prefers it: a token would go where nobody configured it to.
  client.baseUrl = `${apiEndpoint}/bigquery/v2`;
  const retried = <T>(call: () => Promise<T>) => callWithRetries(call, options.timing);
  return {
    tableMetadata: ({ project, dataset, table }) =>
      retried(async () => {
        const found = client.dataset(dataset, { projectId: project }).table(table);
        return expected(TableMetadata, (await found.getMetadata())[0]);
      }),
    processedBytes: (query, location) =>
      retried(async () => {
        const [job] = await client.createQueryJob({
          ...inserted(query, maxBytesBilled),
          location,
          dryRun: true,
        });
        return expected(DryRun, job.metadata).statistics.totalBytesProcessed;
      }),
    insertJob: (query, jobId, location) =>
      retried(async () => {
        const job = { ...inserted(query, maxBytesBilled), jobId, location, jobTimeoutMs };
        try {
          await client.createQueryJob(job);
          return "created";
        } catch (error) {
          if (apiFault(error).status === 409) return "existed";
          throw error;
        }
      }),
    billedBytes: (jobId, location) =>
      retried(async () => {
        const job = client.job(jobId, { location });
        return expected(Ended, (await job.getMetadata())[0]).statistics.query.totalBytesBilled;
      }),
    resultPage: (jobId, location, { startIndex, maxResults }) =>
      retried(async () => {
        const job = client.job(jobId, { location });
        const range = { startIndex: String(startIndex), maxResults };
        const answer = await job.getQueryResults({ autoPaginate: false, wrapIntegers: true, ...range });
        return resultPage(answer, startIndex);
      }),
  };
}

function inserted({ sql, parameters, types }: ParameterisedQuery, maxBytesBilled: number) {
  const maximumBytesBilled = String(maxBytesBilled);
  return { query: sql, params: parameters, types, labels, maximumBytesBilled };
}

/** Reads rows and response; without a look at `jobComplete`, an unfinished job passes for one without rows. */
function resultPage([rows, , response]: readonly unknown[], startIndex: number): ResultPage {
  const { jobComplete, totalRows } = expected(Results, response);
  if (!jobComplete) return { kind: "running" };
  const found = expected(Rows, rows);
  if (found.length === 0 && startIndex < totalRows)
    throw new UnexpectedAnswer(`no rows from ${startIndex} of ${totalRows}`);
  return { kind: "rows", rows: found, totalRows };
}

function expected<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UnexpectedAnswer("the answer is not one of BigQuery's", { cause: parsed.error });
}
