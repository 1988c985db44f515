import { skippedByReason } from "../store/replay-candidates.ts";
import type { LackingTasks, ReplayReceipt } from "./payloads.ts";
import type { OpenedReplay } from "./replay-batch.ts";

/** What is left to tell of a replay once it is over. */
export function replayReceipt(
  opened: OpenedReplay & { readonly lacking?: LackingTasks | undefined },
): ReplayReceipt {
  const { kind, batchId } = opened;
  switch (kind) {
    case "begun":
      return { kind, batchId, replayId: opened.replayId, beyondLimit: opened.plan.beyondLimit };
    case "nothing": {
      const skipped = skippedByReason(opened.plan);
      if (opened.lacking === undefined) return { kind, batchId, skipped };
      const { filedTasks, refusal } = opened.lacking;
      return { kind, batchId, skipped, lacking: { filedTasks, refusal } };
    }
    case "busy":
      return { kind, batchId, replayId: opened.replayId, isSameReplay: opened.isSameReplay };
  }
}
