import { businessDay } from "../domain/business-day.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { RunState } from "./stages.ts";

/** When and where a run starts. */
export interface RunStart {
  readonly runId: string;
  readonly now: Date;
  /** When the schedule that asks for the run was due; null where somebody else does. */
  readonly scheduledAt: Date | null;
  readonly businessTimezone: string;
  readonly maxDailyTasks: number;
}

/**
 * The state in which a run starts: its business day is the one asked for, else that of the schedule's time, else
 * today.
 *
 * @throws {UserError} when the day asked for has not begun.
 */
export function startRun(request: RunRequest, start: RunStart): RunState {
  const today = businessDay(start.now, start.businessTimezone);
  if (request.date !== undefined && request.date > today) {
    throw new UserError(
      exitCodes.usage,
      `${request.date} has not begun in ${start.businessTimezone}, where it is ${today}: give today or an earlier day.`,
    );
  }
  const { runId, scheduledAt } = start;
  const scheduledDay = scheduledAt === null ? today : businessDay(scheduledAt, start.businessTimezone);
  return {
    runId,
    request,
    businessDay: request.date ?? scheduledDay,
    scheduledAt: scheduledAt?.toISOString() ?? null,
    remainingParts: request.limit ?? start.maxDailyTasks,
    position: null,
  };
}
