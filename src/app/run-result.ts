import { batchReport, type BatchReport } from "../report/batch-report.ts";
import type { Ledger } from "../store/ledger.ts";
import type { BatchId } from "../domain/batch.ts";
import type { EndedRun } from "../workflow/ended-run.ts";

/** A run as it is reported: every batch it finished or made, in full. */
export interface RunResult {
  readonly runId: string;
  readonly takenParts: number;
  readonly endedEarly: EndedRun["endedEarly"];
  /** Batches an earlier run had left unfinished. */
  readonly resumed: readonly BatchReport[];
  readonly batches: readonly BatchReport[];
}

/** Reports every batch of a run. */
export async function runResult(ledger: Ledger, run: EndedRun): Promise<RunResult> {
  const { runId, takenParts, endedEarly } = run;
  const resumed = await batchReports(ledger, run.resumed);
  return { runId, takenParts, endedEarly, resumed, batches: await batchReports(ledger, run.batches) };
}

/** Reports batches, in order and one by one: who waits too long for a connection of the pool gets none. */
export async function batchReports(
  ledger: Ledger,
  batches: readonly { readonly batchId: BatchId }[],
): Promise<BatchReport[]> {
  const reports: BatchReport[] = [];
  for (const { batchId } of batches) reports.push(await batchReport(ledger, batchId));
  return reports;
}
