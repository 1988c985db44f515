import { schedules } from "@trigger.dev/sdk";
import { sweepStage } from "../stages/sweep-stage.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { catchUp } from "./runtime/catch-up.ts";
import { freeFromEndedRuns } from "./runtime/free-from-ended-runs.ts";
import { lastOf } from "./runtime/listed.ts";
import { resumeUnfinished } from "./runtime/resume-unfinished.ts";
import { runStages } from "./runtime/run-stages.ts";
import { workerConfig } from "./runtime/worker-config.ts";

/** Puts right what crashes have left, and starts what has to go on: the third that sees to every manual task. */
export const sweep = schedules.task({
  id: "sweep",
  description:
    "Finds expired leases, batches without a run, parts whose quota has opened, and a day that was missed.",
  cron: { pattern: workerConfig.sweepSchedule, timezone: workerConfig.businessTimezone, window: "0m" },
  run: (_payload, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      await freeFromEndedRuns(stages);
      const receipt = await sweepStage(stages);
      const resumed = await resumeUnfinished(stages);
      const unfiled = lastOf(receipt.unfiled);
      return { ...receipt, unfiled, resumed, caughtUp: await catchUp(stages.deps) };
    }),
});
