import { lastTick, tickHolders } from "../../store/schedule-ticks.ts";
import { runBatches } from "../../store/run-batches.ts";
import { continuedRun } from "../../workflow/continued-run.ts";
import { UserError, exitCodes } from "../../domain/fault.ts";
import { nameBasedUuid } from "../../workflow/name-based-uuid.ts";
import { TickPayload } from "../../workflow/payloads.ts";
import { type TickResult, runTick } from "../../workflow/run-tick.ts";
import { runWorkflow } from "../../workflow/run-workflow.ts";
import { dailySchedule, dueTick } from "../../workflow/schedule.ts";
import type { Settled } from "../../workflow/stages.ts";
import { lastOf, listed } from "./listed.ts";
import { replayRun } from "./replay-parts.ts";
import { withBatches } from "./run-dag.ts";
import { isEndedRun } from "./run-owner.ts";
import type { Attempt } from "./run-stages.ts";
import { triggerStages } from "./trigger-stages.ts";
import { workerConfig } from "./worker-config.ts";

/**
 * The time a tick was due, out of what the platform delivers with it: by hand a schedule can be started without.
 *
 * @throws {UserError} where there is none.
 */
function dueTime(payload: unknown): Date {
  const { data } = TickPayload.safeParse(payload);
  if (data !== undefined) return data.timestamp;
  throw new UserError(
    exitCodes.usage,
    `A daily run needs the time it was due, such as {"timestamp":"2026-01-31T06:00:00Z"}: give it in the payload, or start run-workflow, which needs none.`,
  );
}

/** Answers a tick of the daily schedule; a replay of one that was answered does again what failed in its batches. */
export function runDailyTick(
  payload: unknown,
  attempt: Attempt,
): Promise<TickResult & { readonly replayed: readonly Settled[] }> {
  return withBatches(attempt, "schedule", async (stages) => {
    const scheduledAt = dueTime(payload);
    const { deps } = stages;
    const { ledger, log } = deps;
    // Rules that cannot be used are told before the tick counts as delivered.
    await stages.nextRuleset();
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
    return {
      ...result,
      outcome: result.outcome && listed(result.outcome),
      replayed: isAnswered ? lastOf(await replayRun(stages, result)) : [],
    };
  });
}
