import { processOf } from "../local/process-lease.ts";
import type { LeftBatch } from "../workflow/batch-standing.ts";
import { platformRunOf } from "../workflow/platform-run.ts";

/** Why a batch is not gone on with now, and what to do; null for one of another provider, of which the log warns. */
export function leftBatchText(batch: LeftBatch): string | null {
  const { batchId } = batch;
  switch (batch.kind) {
    case "in_work":
      return `${batchId} is in the work of ${holderText(batch.holder)}, which prolongs its lease (now until ${timeText(batch.until)}) while it lives: wait until it has ended, or resume after that time if it has died.`;
    case "deferred":
      return `${batchId} waits for the provider's quota until ${timeText(batch.until)}: resume it then, or ask again at once with "workflow replay --batch ${batchId} --status deferred --reason ...".`;
    case "other_provider":
      return null;
  }
}

function holderText(owner: string): string {
  const run = platformRunOf(owner);
  if (run !== null) return `${run} on Trigger.dev`;
  const holder = processOf(owner);
  return holder === null ? owner : `process ${holder.pid} on ${holder.host}`;
}

/** To the second, so that nobody comes back too early: the part of a second is rounded up. */
function timeText(at: Date): string {
  return new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
