import { idempotencyKeys } from "@trigger.dev/sdk";
import type { StageDependencies } from "../../stages/stage-run.ts";
import { lastTick } from "../../store/schedule-ticks.ts";
import { dailySchedule, dueTick } from "../../workflow/schedule.ts";
import { dailyWorkflow } from "../daily-workflow.ts";
import { queueTtl } from "./run-tags.ts";
import { workerConfig } from "./worker-config.ts";

/** How long the platform has to deliver a tick itself, in milliseconds. */
const graceMs = 30 * 60_000;

/**
 * Starts the daily run for the latest time that was due and never delivered, as after an outage: once, however many
 * were missed. Answers that time; null where nothing was missed, and before the very first tick.
 */
export async function catchUp({ ledger, settings, now }: StageDependencies): Promise<string | null> {
  const last = await lastTick(ledger, dailySchedule);
  if (last === null) return null;
  const timezone = settings.businessTimezone;
  const { due } = dueTick({ cron: workerConfig.schedule, timezone }, last.scheduledAt, now());
  if (due === null || now().getTime() - due.getTime() < graceMs) return null;
  await dailyWorkflow.trigger(
    { type: "DECLARATIVE", scheduleId: "catch-up", timestamp: due, timezone, upcoming: [] },
    {
      idempotencyKey: await idempotencyKeys.create([dailySchedule, due.toISOString()], { scope: "global" }),
      // Two sweeps at once start one run. A run that is cancelled keeps its key, so this one does not last: the ledger
      // tells later sweeps whether the time was answered.
      idempotencyKeyTTL: "10m",
      ttl: queueTtl,
    },
  );
  return due.toISOString();
}
