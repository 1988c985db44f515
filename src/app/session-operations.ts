import { randomUUID } from "node:crypto";
import type { Config } from "../config/parameters.ts";
import type { BatchId } from "../domain/batch.ts";
import type { ReplayRequest } from "../domain/replay-request.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { type LocalDependencies, localStages } from "../local/local-stages.ts";
import { isDeadOwner } from "../local/process-lease.ts";
import { replayLocally } from "../local/replay-locally.ts";
import { takeOverUnfinished } from "../local/take-over.ts";
import { fileLackingTasks } from "../stages/file-lacking-tasks.ts";
import { type SweepReceipt, sweepStage } from "../stages/sweep-stage.ts";
import { stageRun } from "../stages/stage-run.ts";
import type { Ledger } from "../store/ledger.ts";
import { lastTick } from "../store/schedule-ticks.ts";
import type { LeftBatch } from "../workflow/batch-standing.ts";
import type { ReplayReceipt } from "../workflow/payloads.ts";
import { replayReceipt } from "../workflow/replay-receipt.ts";
import { type TickResult, runTick } from "../workflow/run-tick.ts";
import { type RunOutcome, resumeBatches, runWorkflow } from "../workflow/run-workflow.ts";
import { dailySchedule, dueTick } from "../workflow/schedule.ts";
import type { Settled } from "../workflow/stages.ts";
import { startRun } from "../workflow/start-run.ts";
import { type DryRun, dryRun } from "./dry-run.ts";

/** A time a schedule was due, with what its run came to. */
export type AnsweredTick = TickResult & { readonly scheduledAt: Date; readonly missed: number };

/** What a resumption came to: the batches it went on with, and those that it has left unfinished. */
export interface Resumption {
  readonly settled: readonly Settled[];
  readonly left: readonly LeftBatch[];
}

/** What can be done with the pieces of a session. */
export interface SessionOperations {
  readonly ledger: Ledger;
  run(request: RunRequest): Promise<RunOutcome>;
  /**
   * Finishes what was begun: every batch that can go on or lacks manual tasks, or the one named.
   *
   * @throws {UserError} when the one named was begun with another provider.
   */
  resume(batchId: BatchId | null): Promise<Resumption>;
  /** What `run` would do now; writes nothing. */
  dryRun(request: RunRequest): Promise<DryRun>;
  replay(request: ReplayRequest, requestedBy: string): Promise<ReplayReceipt>;
  /** Puts right what crashes left, then goes on with every batch that can. */
  sweep(): Promise<SweepReceipt & { readonly resumed: readonly Settled[] }>;
  /** Answers the latest time the daily schedule was due, unless that was done; null when it was. */
  runSchedule(): Promise<AnsweredTick | null>;
}

/** The operations of a session, in this process. */
export function sessionOperations(deps: LocalDependencies, config: Config): SessionOperations {
  const { ledger, provider, signal } = deps;
  return {
    ledger,
    async run(request) {
      const start = startRun(request, {
        runId: randomUUID(),
        now: deps.now(),
        scheduledAt: null,
        ...config,
      });
      await provider.checkAccess(signal);
      return runWorkflow(localStages(deps), start);
    },
    async resume(batchId) {
      await provider.checkAccess(signal);
      const lacking = await fileLackingTasks(stageRun(deps), batchId);
      const ended = lacking.flatMap(({ settled }) => (settled.status === "in_progress" ? [] : [settled]));
      const { taken, left } = await takeOverUnfinished(deps, batchId ?? undefined);
      const unfinishedBatches = () => Promise.resolve(taken);
      return {
        settled: [...ended, ...(await resumeBatches({ ...localStages(deps), unfinishedBatches }))],
        left,
      };
    },
    dryRun: (request) => dryRun(deps, request),
    async replay(request, requestedBy) {
      await provider.checkAccess(signal);
      return replayReceipt(await replayLocally(deps, request, requestedBy));
    },
    async sweep() {
      const receipt = await sweepStage(stageRun(deps));
      await provider.checkAccess(signal);
      return { ...receipt, resumed: await resumeBatches(localStages(deps)) };
    },
    runSchedule: () => runSchedule(deps, config),
  };
}

async function runSchedule(deps: LocalDependencies, config: Config): Promise<AnsweredTick | null> {
  const last = await lastTick(deps.ledger, dailySchedule);
  const schedule = { cron: config.schedule, timezone: config.businessTimezone };
  const { due, missed } = dueTick(schedule, last?.scheduledAt ?? null, deps.now());
  // One that was begun and is not answered may have died: delivering it again tells.
  const scheduledAt = due ?? (last?.isRunning === true ? last.scheduledAt : null);
  if (scheduledAt === null) return null;
  await deps.provider.checkAccess(deps.signal);
  const result = await runTick(
    {
      ...deps,
      liveness: { isDeadOwner, isRunLive: () => Promise.resolve(false) },
      run: (start) => runWorkflow(localStages({ ...deps, trigger: "schedule" }), start),
    },
    { schedule: dailySchedule, scheduledAt, missed, runId: randomUUID() },
  );
  return { ...result, scheduledAt, missed };
}
