import * as z from "zod";
import { RunRequest } from "../domain/run-request.ts";
import { BatchId } from "../domain/batch.ts";
import { ReplayRequest, replaySkipReasons } from "../domain/replay-request.ts";

/** What every stage of a batch is told. */
export const BatchPayload = z.strictObject({ batchId: BatchId });
export type BatchPayload = z.infer<typeof BatchPayload>;

/** What a stage is told that decides, or that comes before: `redecide` has the latest rules decide what is not finished. */
export const DecisionPayload = BatchPayload.extend({ redecide: z.boolean().default(false) });

/** What the run of the whole workflow is told, by anybody or by who edits the payload of a replay. */
export const RunPayload = RunRequest.safeExtend({ redecide: z.boolean().default(false) });

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
  timestamp: z.date().or(z.iso.datetime({ offset: true }).pipe(z.coerce.date())),
});

/** A replay, and who asked for it. */
export const ReplayBatchPayload = ReplayRequest.safeExtend({
  requestedBy: z.string().trim().min(1).default("dashboard"),
});

/** What the run of a request answers to whoever started it elsewhere; everything else stands in the ledger. */
export const RunOutput = z.object({
  endedEarly: z.enum(["budget_used_up", "day_finished", "quota_used_up", "source_exhausted"]).nullable(),
  /** Batches that earlier runs had left. */
  resumed: z.array(z.object({ batchId: BatchId })),
});
export type RunOutput = z.infer<typeof RunOutput>;

/** Manual tasks that a batch lacked and has now, and why some are lacking still; null when none is. */
export const LackingTasks = z.object({ filedTasks: z.int(), refusal: z.string().nullable() });
export type LackingTasks = z.infer<typeof LackingTasks>;

/** What a replay came to; its parts stand in the ledger. A fallback batch is answered with the one it belongs to. */
export const ReplayReceipt = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("begun"),
    batchId: BatchId,
    replayId: z.int(),
    /** Parts that match and were more than the limit. */
    beyondLimit: z.int(),
  }),
  /** No part was left to run again; how many match and were left alone, by reason. */
  z.object({
    kind: z.literal("nothing"),
    batchId: BatchId,
    skipped: z.partialRecord(z.enum(replaySkipReasons), z.int()),
    /** Absent where the batch lacked no manual task. */
    lacking: LackingTasks.optional(),
  }),
  /** Somebody is at work on the batch. */
  z.object({
    kind: z.literal("busy"),
    batchId: BatchId,
    replayId: z.int().nullable(),
    isSameReplay: z.boolean(),
  }),
]);
export type ReplayReceipt = z.infer<typeof ReplayReceipt>;
