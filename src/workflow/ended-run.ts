import type { BatchId } from "../domain/batch.ts";
import type { RunOutcome } from "./run-workflow.ts";

/** A run that is over, wherever it was made: as much as its report needs, the rest of which stands in the ledger. */
export interface EndedRun extends Pick<RunOutcome, "runId" | "takenParts" | "endedEarly"> {
  readonly resumed: readonly { readonly batchId: BatchId }[];
  readonly batches: readonly { readonly batchId: BatchId }[];
}
