import * as z from "zod";
import { BusinessDay } from "./business-day.ts";

/**
 * What one run is asked to do; the same for the command line, the programmatic API and a schedule. Each property
 * describes what it expects, for messages.
 */
export const RunRequest = z
  .strictObject({
    /** Parts to take; null takes all that the day's limit, the quota and the source allow. */
    limit: z
      .int()
      .min(1)
      .max(100_000)
      .nullable()
      .default(100)
      .describe("a whole number from 1 to 100000, or null for all"),
    /** The business day whose limit the run counts against, `YYYY-MM-DD`; today when absent. */
    date: BusinessDay.optional().describe("a day of the calendar from 2000 on, such as 2026-11-20"),
    /** The least priority score that is extracted; `manual_priority_threshold` when absent. 0 is a floor of 0. */
    priorityThreshold: z.number().min(0).max(1).optional().describe("a number from 0 to 1"),
    forceManual: z.boolean().default(false).describe("true or false"),
    forceAutomation: z.boolean().default(false).describe("true or false"),
    /** Take parts again that were completed recently. */
    refresh: z.boolean().default(false).describe("true or false"),
  })
  .refine((request) => !(request.forceManual && request.forceAutomation), {
    message: "forceManual and forceAutomation exclude each other: give one of them",
  });
export type RunRequest = z.infer<typeof RunRequest>;
