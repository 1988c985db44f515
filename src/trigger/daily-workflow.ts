import { schedules } from "@trigger.dev/sdk";
import { TickPayload } from "../workflow/payloads.ts";
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
  // A schedule's payload is not checked by the platform: by hand it can be started without a time.
  run: (payload, attempt) => runDailyTick(TickPayload.parse(payload).timestamp, attempt),
});
