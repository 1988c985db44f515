import { z } from "zod";
import { BatchId } from "../domain/batch.ts";

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
