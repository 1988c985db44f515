import { z } from "zod";
import { BatchId } from "../domain/batch.ts";
import { ReplayRequest } from "../domain/replay-request.ts";

/** What every stage of a batch is told. */
export const BatchPayload = z.strictObject({ batchId: BatchId });
export type BatchPayload = z.infer<typeof BatchPayload>;

/** What the scrape of one part is told; everything else stands in the ledger. */
export const ScrapePartPayload = z.strictObject({
  batchId: BatchId,
  /** The automation task. */
  taskId: z.uuid(),
  mpn: z.string().min(1),
});
export type ScrapePartPayload = z.infer<typeof ScrapePartPayload>;

/** A time a schedule was due, out of what the platform delivers with it. */
export const TickPayload = z.object({
  timestamp: z.coerce.date({ error: "a daily run needs the time it was due, as timestamp" }),
});

/** A replay, and who asked for it. */
export const ReplayBatchPayload = ReplayRequest.safeExtend({
  requestedBy: z.string().trim().min(1).default("dashboard"),
});
