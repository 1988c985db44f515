import { idempotencyKeys } from "@trigger.dev/sdk";
import type { BatchId } from "../../domain/batch.ts";
import { unfinishedBatches } from "../../store/unfinished-batches.ts";
import { type LeftBatch, batchStanding } from "../../workflow/batch-standing.ts";
import { tellOfOtherProviders } from "../../workflow/other-provider.ts";
import { runOwnerPrefix } from "../../workflow/platform-run.ts";
import { resumeBatch } from "../resume-batch.ts";
import { isEndedRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";
import { batchTags, queueTtl } from "./run-tags.ts";

/** Starts a run for every batch that can go on and that nobody is at work on. Answers which; warns of those of another provider. */
export async function resumeUnfinished({ deps }: RunStages): Promise<BatchId[]> {
  const resumed: BatchId[] = [];
  const left: LeftBatch[] = [];
  for (const batch of await unfinishedBatches(deps.ledger, runOwnerPrefix)) {
    const { id, leaseOwner, leasedUntil } = batch;
    const isHolderGone =
      leaseOwner !== null && leasedUntil !== null && (await isEndedRun(leaseOwner, deps.log));
    const standing = batchStanding(batch, { ...deps, isHolderGone });
    if (standing.kind !== "free") {
      left.push({ batchId: id, ...standing });
      continue;
    }
    await resumeBatch.trigger(
      { batchId: id },
      {
        // Two sweeps at once start one run; one that found nothing to do is tried again by a later sweep.
        idempotencyKey: await idempotencyKeys.create(["resume-batch", id], { scope: "global" }),
        idempotencyKeyTTL: "5m",
        tags: batchTags(id),
        ttl: queueTtl,
      },
    );
    resumed.push(id);
  }
  tellOfOtherProviders(deps, left);
  return resumed;
}
