import * as z from "zod";
import { BusinessDay } from "./business-day.ts";

/** What one run is asked to do; the same for the command line, the programmatic API and a schedule. */
export const RunRequest = z
  .strictObject({
    /** Parts to take; null takes all that the day's limit, the quota and the source allow. */
    limit: z.number().int().min(1).max(100_000).nullable().default(100),
    /** The business day whose limit the run counts against, `YYYY-MM-DD`; today when absent. */
    date: BusinessDay.optional(),
    /** The least priority score that is extracted; `manual_priority_threshold` when absent. 0 is a floor of 0. */
    priorityThreshold: z.number().min(0).max(1).optional(),
    forceManual: z.boolean().default(false),
    forceAutomation: z.boolean().default(false),
    /** Take parts again that were completed recently. */
    refresh: z.boolean().default(false),
  })
  .refine((request) => !(request.forceManual && request.forceAutomation), {
    message: "forceManual and forceAutomation exclude each other: give one of them",
  });
export type RunRequest = z.infer<typeof RunRequest>;
