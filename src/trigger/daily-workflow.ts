import { schedules } from "@trigger.dev/sdk";
import { runDailyTick } from "./runtime/run-daily-tick.ts";
import { workerConfig } from "./runtime/worker-config.ts";

/** The daily run: batch after batch until the day's limit, the quota or the source is used up. */
export const dailyWorkflow = schedules.task({
  id: "daily-workflow",
  description:
    "The daily run. Its business day is that of the schedule's time, also when it is replayed later.",
  // Without a window it may start up to an hour late.
  cron: { pattern: workerConfig.schedule, timezone: workerConfig.businessTimezone, window: "0m" },
  maxDuration: 3_600,
  run: (payload, attempt) => runDailyTick(payload, attempt),
});
