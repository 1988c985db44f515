import { lastTick, tickHolders } from "../../store/schedule-ticks.ts";
import { runBatches } from "../../store/run-batches.ts";
import { continuedRun } from "../../workflow/continued-run.ts";
import { nameBasedUuid } from "../../workflow/name-based-uuid.ts";
import { type TickResult, runTick } from "../../workflow/run-tick.ts";
import { runWorkflow } from "../../workflow/run-workflow.ts";
import { dailySchedule, dueTick } from "../../workflow/schedule.ts";
import type { Settled } from "../../workflow/stages.ts";
import { replayRun } from "./replay-parts.ts";
import { withBatches } from "./run-dag.ts";
import { isEndedRun } from "./run-owner.ts";
import type { Attempt } from "./run-stages.ts";
import { triggerStages } from "./trigger-stages.ts";
import { workerConfig } from "./worker-config.ts";

/** Answers a tick of the daily schedule; a replay of one that was answered does again what failed in its batches. */
export function runDailyTick(
  scheduledAt: Date,
  attempt: Attempt,
): Promise<TickResult & { readonly replayed: readonly Settled[] }> {
  return withBatches(attempt, "schedule", async (stages) => {
    const { deps } = stages;
    const { ledger, log } = deps;
    const holders = await tickHolders(ledger, dailySchedule);
    const gone = new Set<string>();
    for (const { owner } of holders) if (await isEndedRun(owner, log)) gone.add(owner);
    const last = await lastTick(ledger, dailySchedule);
    const schedule = { cron: workerConfig.schedule, timezone: deps.settings.businessTimezone };
    const { missed } = dueTick(schedule, last?.scheduledAt ?? null, scheduledAt);
    const result = await runTick(
      {
        ...deps,
        liveness: {
          isDeadOwner: (owner) => gone.has(owner),
          // A run that waits for others is not in memory, and nobody prolongs its lease of the tick.
          isRunLive: (runId) =>
            Promise.resolve(holders.some((holder) => holder.runId === runId && !gone.has(holder.owner))),
        },
        run: async (start) =>
          runWorkflow(triggerStages(stages), continuedRun(start, await runBatches(ledger, start.runId))),
      },
      {
        schedule: dailySchedule,
        scheduledAt,
        missed,
        runId: nameBasedUuid(`${dailySchedule} ${scheduledAt.toISOString()}`),
      },
    );
    const isAnswered = attempt.ctx.run.isReplay === true && result.kind === "repeated";
    return { ...result, replayed: isAnswered ? await replayRun(stages, result.runId) : [] };
  });
}
