import * as z from "zod";
import { BatchId } from "./batch.ts";
import { errorClasses } from "./error-class.ts";

/** What parts of a batch a replay may take: those whose automation failed, or those put off until later. */
export const replayableStatuses = ["failed", "deferred"] as const;

/** Which parts of one batch are run again, and why; the same for every runtime. */
export const ReplayRequest = z.strictObject({
  batchId: BatchId,
  status: z.enum(replayableStatuses).default("failed"),
  errorClass: z.enum(errorClasses).nullable().default(null),
  /** The part number of one part. */
  part: z.string().trim().min(1).nullable().default(null),
  /** Ids of automation tasks, where the caller knows which. */
  taskIds: z.array(z.uuid()).nullable().default(null),
  /** Most parts to run again, the most urgent first. */
  limit: z.int().min(1).nullable().default(null),
  /** Decide what is not finished anew by the latest rules; without it the stored decisions stand. */
  redecide: z.boolean().default(false),
  /** The name under which the replay is remembered. */
  reason: z.string().trim().min(1).max(500),
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** Why a part that matches is not run again. */
export const replaySkipReasons = ["in_progress", "reviewed", "completed_since"] as const;
export type ReplaySkipReason = (typeof replaySkipReasons)[number];

/** What tells one replay from another: two of one batch with the same filter do the same. */
export type ReplayFilter = Omit<ReplayRequest, "batchId" | "reason">;
