import { skippedByReason } from "../store/replay-candidates.ts";
import type { ReplayReceipt } from "./payloads.ts";
import type { OpenedReplay } from "./replay-batch.ts";

/** What is left to tell of a replay once it is over. */
export function replayReceipt(opened: OpenedReplay): ReplayReceipt {
  const { kind, batchId } = opened;
  switch (kind) {
    case "begun":
      return { kind, batchId, replayId: opened.replayId, beyondLimit: opened.plan.beyondLimit };
    case "nothing":
      return { kind, batchId, skipped: skippedByReason(opened.plan) };
    case "busy":
      return { kind, batchId, replayId: opened.replayId, isSameReplay: opened.isSameReplay };
  }
}
