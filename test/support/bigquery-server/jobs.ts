import * as z from "zod";
import { type Answer, errorAnswer } from "./answer.ts";
import { QueryParameters, type ResultJson, type Warehouse } from "./warehouse.ts";

export const JobRequest = z.object({
  configuration: z.object({
    dryRun: z.boolean().default(false),
    labels: z.record(z.string(), z.string()).default({}),
    jobTimeoutMs: z.string().optional(),
    query: z.object({
      query: z.string(),
      useLegacySql: z.literal(false),
      maximumBytesBilled: z.string().optional(),
      queryParameters: QueryParameters,
    }),
  }),
  jobReference: z.object({ jobId: z.string(), location: z.string() }).partial().optional(),
});
type JobRequest = z.infer<typeof JobRequest>;

interface Job {
  readonly location: string;
  /** Polls that still find the job running. */
  polls: number;
  outcome: ResultJson | { readonly reason: string; readonly message: string } | "expired";
}

/** How the next jobs behave. */
export interface JobBehaviour {
  /** Polls that find a job running, before it is done. */
  runningPolls: number;
  /** Reasons with which the next jobs fail, one each. */
  failures: string[];
  /** Rows in one answer at most. */
  maxPageRows: number;
  /** Bytes that any query is said to process. */
  processedBytes: number;
}

/** The jobs of one project. */
export class Jobs {
  readonly behaviour: JobBehaviour = {
    runningPolls: 0,
    failures: [],
    maxPageRows: Infinity,
    processedBytes: 2_400_000_000,
  };
  readonly #jobs = new Map<string, Job>();
  readonly #warehouse: Warehouse;

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  async insert({ configuration, jobReference }: JobRequest): Promise<Answer> {
    const { processedBytes } = this.behaviour;
    const statistics = { totalBytesProcessed: String(processedBytes) };
    const { query, dryRun } = configuration;
    if (Number(query.maximumBytesBilled ?? Infinity) < processedBytes) {
      const message = `Query exceeded limit for bytes billed: ${query.maximumBytesBilled ?? ""}. ${processedBytes} or higher required.`;
      return errorAnswer(400, "bytesBilledLimitExceeded", message);
    }
    if (dryRun) return { status: 200, body: { jobReference: {}, status: { state: "DONE" }, statistics } };
    const id = jobReference?.jobId ?? "";
    if (this.#jobs.has(id)) return errorAnswer(409, "duplicate", `Already Exists: Job ${id}`);
    const job: Job = {
      location: jobReference?.location ?? "US",
      polls: this.behaviour.runningPolls,
      outcome: await this.#outcome(query.query, query.queryParameters),
    };
    this.#jobs.set(id, job);
    return { status: 200, body: { jobReference, status: { state: "RUNNING" }, statistics } };
  }

  async #outcome(sql: string, parameters: QueryParameters): Promise<Job["outcome"]> {
    const reason = this.behaviour.failures.shift();
    if (reason !== undefined) return { reason, message: `The job failed: ${reason}` };
    try {
      return await this.#warehouse.query(sql, parameters);
    } catch (error) {
      return { reason: "invalidQuery", message: String(error) };
    }
  }

  results(id: string, query: URLSearchParams): Answer {
    const job = this.#jobs.get(id);
    if (job === undefined || job.outcome === "expired" || query.get("location") !== job.location)
      return errorAnswer(404, "notFound", `Not found: Job ${query.get("location") ?? "US"}.${id}`);
    if (job.polls > 0) {
      job.polls -= 1;
      return { status: 200, body: { jobReference: { jobId: id }, jobComplete: false } };
    }
    if ("reason" in job.outcome) return errorAnswer(400, job.outcome.reason, job.outcome.message);
    const { rows, fields } = job.outcome;
    const token = query.get("pageToken");
    const start = Number(
      token === null ? (query.get("startIndex") ?? 0) : Buffer.from(token, "base64url").toString(),
    );
    const end = Math.min(
      start + Math.min(Number(query.get("maxResults") ?? Infinity), this.behaviour.maxPageRows),
      rows.length,
    );
    const pageToken = end < rows.length ? { pageToken: Buffer.from(String(end)).toString("base64url") } : {};
    const page = rows.slice(start, end);
    return {
      status: 200,
      body: {
        jobReference: { jobId: id },
        jobComplete: true,
        totalRows: String(rows.length),
        schema: { fields },
        rows: page,
        ...pageToken,
      },
    };
  }

  /** The job resource. */
  metadata(id: string, query: URLSearchParams): Answer {
    const job = this.#jobs.get(id);
    if (job === undefined || query.get("location") !== job.location)
      return errorAnswer(404, "notFound", `Not found: Job ${query.get("location") ?? "US"}.${id}`);
    const bytes = String(this.behaviour.processedBytes);
    const statistics = { totalBytesProcessed: bytes, query: { totalBytesBilled: bytes, cacheHit: false } };
    return { status: 200, body: { jobReference: { jobId: id }, status: { state: "DONE" }, statistics } };
  }

  /** Results are kept for a day; this is the day after. */
  expireResults(): void {
    for (const job of this.#jobs.values()) job.outcome = "expired";
  }
}
