import { expect } from "vitest";
import type * as z from "zod";
import type { BatchId } from "../../src/domain/batch.ts";
import type { BatchTally } from "../../src/domain/batch-tally.ts";
import { checkConservation } from "../../src/domain/conservation.ts";
import { ReplayRequest } from "../../src/domain/replay-request.ts";
import { replayLocally } from "../../src/local/replay-locally.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { automatedRow, partsOf, reviewedRow } from "./part-rows.ts";
import type { Pipeline, PipelineOptions, RunFixture } from "./run-fixture.ts";

/** Two that work, two that meet a fault, one of them twice, one that nobody knows, one for a person. */
export const faultyParts = {
  rows: [
    automatedRow("GOOD-1", 0.95),
    automatedRow("BROKEN-1", 0.9),
    automatedRow("MISSING-1", 0.85),
    automatedRow("BROKEN-2", 0.8),
    automatedRow("GOOD-2", 0.75),
    reviewedRow("RICH-1", 0.7),
  ],
  catalogue: partsOf(["GOOD-1", "GOOD-2", "BROKEN-1", "BROKEN-2"].map((pn) => automatedRow(pn))),
  faults: { script: { "BROKEN-1": ["server500"], "BROKEN-2": ["reset", "server500"] } },
  // One attempt each: what a replay does is seen without waiting for retries.
  config: { automationRetryAttempts: 1 },
} satisfies PipelineOptions;

/** A batch of these parts after its run. */
export async function failedBatch(
  fixture: RunFixture,
  changes: Partial<PipelineOptions> = {},
): Promise<{ pipeline: Pipeline; batchId: BatchId }> {
  const pipeline = await fixture.pipeline({ ...faultyParts, ...changes });
  const [batch] = (await pipeline.run()).batches;
  if (batch === undefined) throw new Error("no batch");
  return { pipeline, batchId: batch.batchId };
}

/** A replay as one process makes it. */
export function replay(
  pipeline: Pipeline,
  batchId: BatchId,
  request: Partial<z.input<typeof ReplayRequest>> = {},
): ReturnType<typeof replayLocally> {
  const parsed = ReplayRequest.parse({ batchId, reason: "provider was down", ...request });
  return pipeline.asProcess((deps) => replayLocally(deps, parsed, "ada"));
}

/** The counts of a batch, which add up. */
export async function tallyOf({ ledger }: RunFixture, batchId: BatchId): Promise<BatchTally> {
  const tally = await batchTally(ledger, batchId);
  if (tally === undefined) throw new Error("no tally");
  expect(checkConservation(tally).violations).toEqual([]);
  return tally;
}
