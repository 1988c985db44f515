import * as z from "zod";
import { manualPriorities } from "../domain/manual-task.ts";

/** Which of the open manual tasks are listed. */
export const PendingFilter = z.strictObject({
  /** Tasks to list, the most urgent first. */
  limit: z.int().min(1).max(100_000).default(20).describe("a whole number from 1 to 100000"),
  /** Only these; all when absent. */
  priority: z
    .enum(manualPriorities)
    .optional()
    .describe(`one of ${manualPriorities.join(", ")}`),
});
export type PendingFilter = z.input<typeof PendingFilter>;
