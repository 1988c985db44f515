import type { BilledQuery } from "../../domain/billed-query.ts";
import type { SourceEstimate } from "../part-source.ts";
import type { BigqueryApi } from "./bigquery-api.ts";
import type { CompletedJob } from "./query-job.ts";

const bytesPerTib = 2 ** 40;
/** BigQuery bills no query for less. */
const leastBytesBilled = 10_485_760;

/** What queries cost, before and after they ran. */
export interface Billing {
  estimate(bytes: number): SourceEstimate;
  /** Asks for each job once. */
  billed(jobs: readonly CompletedJob[]): Promise<readonly BilledQuery[]>;
}

/** Billing by bytes, on demand. */
export function billing(
  api: Pick<BigqueryApi, "billedBytes">,
  { location, usdPerTib }: { readonly location: string; readonly usdPerTib: number },
): Billing {
  const known = new Map<string, Promise<number>>();
  const usdOf = (bytes: number) => (bytes / bytesPerTib) * usdPerTib;

  async function billedQuery({ id: jobId, isReused }: CompletedJob): Promise<BilledQuery> {
    const asked = known.get(jobId) ?? api.billedBytes(jobId, location);
    known.set(jobId, asked);
    const bytesBilled = await asked;
    return { jobId, bytesBilled, usd: usdOf(bytesBilled), isReused };
  }

  return {
    estimate: (bytes) => ({ bytes, usd: usdOf(Math.max(bytes, leastBytesBilled)) }),
    billed: (jobs) => Promise.all(jobs.map(billedQuery)),
  };
}
