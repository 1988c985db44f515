import { batchReport, type BatchReport } from "../report/batch-report.ts";
import type { Ledger } from "../store/ledger.ts";
import type { RunOutcome } from "../workflow/run-workflow.ts";
import type { Settled } from "../workflow/stages.ts";

/** A run as it is reported: every batch it finished or made, in full. */
export interface RunResult {
  readonly runId: string;
  readonly takenParts: number;
  readonly endedEarly: RunOutcome["endedEarly"];
  /** Batches an earlier run had left unfinished. */
  readonly resumed: readonly BatchReport[];
  readonly batches: readonly BatchReport[];
}

/** Reports every batch of a run's outcome. */
export async function runResult(ledger: Ledger, outcome: RunOutcome): Promise<RunResult> {
  const { runId, takenParts, endedEarly } = outcome;
  const resumed = await batchReports(ledger, outcome.resumed);
  return { runId, takenParts, endedEarly, resumed, batches: await batchReports(ledger, outcome.batches) };
}

/** Reports settled batches, in order. */
export async function batchReports(ledger: Ledger, settled: readonly Settled[]): Promise<BatchReport[]> {
  return Promise.all(settled.map(({ batchId }) => batchReport(ledger, batchId)));
}
