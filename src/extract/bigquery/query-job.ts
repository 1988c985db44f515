import { createHash } from "node:crypto";
import { type ApiFault, apiFault, DeadlineMissed, isTransient } from "./api-fault.ts";
import type { BigqueryApi, ParameterisedQuery } from "./bigquery-api.ts";

/** Where jobs run, and what makes a job the same job for every process that asks for it. */
export interface JobContext {
  readonly api: BigqueryApi;
  readonly location: string;
  /** `YYYY-MM-DD`; results are kept for about a day. */
  readonly day: string;
  /** Changes with the data; a job over other data is another job. */
  readonly snapshot: string;
  readonly now: () => Date;
}

/** A job whose result can be read. */
export interface CompletedJob {
  readonly id: string;
  readonly attempt: number;
  readonly totalRows: number;
  /** An earlier process had started it. */
  readonly isReused: boolean;
}

/** A day's attempts at one query; more than these do not fail by chance. */
const maxAttempts = 10;
/** BigQuery ends a job after five minutes, and it may have waited for a free slot before. */
const maxWaitMs = 600_000;

/**
 * The id of a query's job, `workflow_20260302_<hash>_a1`: whoever asks the same of the same data on the same day
 * gets the same job, and nothing is read or paid for twice.
 */
export function jobId(
  context: Pick<JobContext, "day" | "snapshot">,
  query: ParameterisedQuery,
  attempt: number,
) {
  const content = JSON.stringify([query.sql, query.parameters, query.types, context.snapshot]);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return `workflow_${context.day.replaceAll("-", "")}_${hash}_a${attempt}`;
}

/**
 * Starts the query's job, or attaches to the one that an earlier process started, and waits for its end. A new
 * attempt is made only where that one had failed or lost its result: after a lost connection the job is still there.
 */
export async function completedJob(
  context: JobContext,
  query: ParameterisedQuery,
  firstAttempt = 1,
): Promise<CompletedJob> {
  const { api, location } = context;
  for (let attempt = firstAttempt; ; attempt += 1) {
    const id = jobId(context, query, attempt);
    let isOwn = true;
    try {
      isOwn = (await api.insertJob(query, id, location)) === "created";
      const { totalRows } = await resultRows(context, id, { startIndex: 0, maxResults: 1 });
      return { id, attempt, totalRows, isReused: !isOwn };
    } catch (error) {
      const fault = apiFault(error);
      if (attempt >= maxAttempts || !(isOwn ? hasFailedByChance(fault) : isOver(fault))) throw error;
    }
  }
}

/** A page of a job's result, however long the job still runs. */
export async function resultRows(
  { api, location, now }: Pick<JobContext, "api" | "location" | "now">,
  id: string,
  range: { readonly startIndex: number; readonly maxResults: number },
) {
  const since = now().getTime();
  for (;;) {
    const page = await api.resultPage(id, location, range);
    if (page.kind === "rows") return page;
    if (now().getTime() - since > maxWaitMs)
      throw new DeadlineMissed(`the query is not done after ${maxWaitMs / 60_000} minutes`);
  }
}

/** The job itself ended for a reason of the moment: asking for its result again gives the same failure. */
function hasFailedByChance(fault: ApiFault): boolean {
  return fault.status === 400 && isTransient(fault);
}

/** The attached job failed or its result is gone; lost connections and refused tokens say nothing of the job. */
function isOver({ status }: ApiFault): boolean {
  return status === 400 || status === 403 || status === 404;
}
