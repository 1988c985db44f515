import { exitCodes, UserError } from "../../domain/fault.ts";
import { apiFault, type ApiFault } from "./api-fault.ts";
import { type TableName, tableText } from "./table-name.ts";

/** What a message about a failed call has to name. */
export interface FaultContext {
  readonly table: TableName;
  /** The project that pays. */
  readonly project: string;
  readonly apiEndpoint: string;
  /** Where the credentials came from, e.g. `BIGQUERY_CREDENTIALS`. */
  readonly signIn: string;
  readonly maxBytesBilled: number;
}

/** Passes on what `read` throws as one sentence that says what is wrong and what to do. */
export async function withBigqueryFault<T>(context: FaultContext, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const fault = apiFault(thrown);
    if (fault.status === null && fault.reason === null) throw thrown;
    // The library's error holds the request with its token: only its words go on.
    throw new UserError(exitCodes.source, sentence(fault, context), { cause: new Error(fault.message) });
  }
}

function sentence(fault: ApiFault, context: FaultContext): string {
  const { message, reason, status } = fault;
  const table = tableText(context.table);
  const { project, signIn, apiEndpoint } = context;
  if (reason === "bytesBilledLimitExceeded")
    return `The query over ${table} would bill more than bigqueryMaxBytesBilled allows, ${context.maxBytesBilled} bytes (${message}): raise it, or name a smaller table or view.`;
  if (reason === "quotaExceeded")
    return `BigQuery's quota of project ${project} is used up (${message}): wait for the next quota window or have it raised.`;
  if (reason === "DeadlineMissed")
    return `BigQuery at ${apiEndpoint} does not answer (${message}): try again later.`;
  if (reason === "UnexpectedAnswer")
    return `${apiEndpoint} does not answer like BigQuery (${message}): check BIGQUERY_API_ENDPOINT and any proxy in between.`;
  if (status === null)
    return `BigQuery at ${apiEndpoint} cannot be reached (${message}): check the network and BIGQUERY_API_ENDPOINT.`;
  if (status === 401) return `BigQuery refused the credentials of ${signIn} (${message}): check them.`;
  if (status === 403 && reason !== "rateLimitExceeded")
    return `The account of ${signIn} may not read ${table} (${message}): grant it roles/bigquery.jobUser on project ${project} and roles/bigquery.dataViewer on dataset ${context.table.dataset}.`;
  if (status === 404)
    return `BigQuery does not find ${table} (${message}): check BIGQUERY_TABLE, BIGQUERY_PROJECT and BIGQUERY_LOCATION.`;
  return `BigQuery could not read ${table} (${message}): try again later, or read the job's error in the Google Cloud console.`;
}
