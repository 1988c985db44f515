import { Cron } from "croner";

/** The schedule of the daily run, as its ticks are recorded. */
export const dailySchedule = "daily";

/** When runs are due: a cron expression of five fields, read in a time zone. */
export interface Schedule {
  readonly cron: string;
  readonly timezone: string;
}

/** A schedule's standing at some moment. */
export interface DueTick {
  /** The latest time the schedule was due, unless it is on record; null when nothing is. */
  readonly due: Date | null;
  /** Earlier times that nobody has recorded: the one that is due stands for them. At most `countedTicks`. */
  readonly missed: number;
}

const countedTicks = 1_000;

/** The next times a schedule is due after `from`. */
export function nextTicks(schedule: Schedule, from: Date, count: number): Date[] {
  return cronOf(schedule).nextRuns(count, from);
}

/** What is due at `now`, when `lastTick` is the latest time on record: however many were missed, one is made up for. */
export function dueTick(schedule: Schedule, lastTick: Date | null, now: Date): DueTick {
  const cron = cronOf(schedule);
  // The library looks strictly before the time it is given.
  const [latest] = cron.previousRuns(1, new Date(now.getTime() + 1));
  if (latest === undefined || (lastTick !== null && latest <= lastTick)) return { due: null, missed: 0 };
  if (lastTick === null) return { due: latest, missed: 0 };
  const since = cron.nextRuns(countedTicks, lastTick);
  return { due: latest, missed: since.filter((tick) => tick < latest).length };
}

function cronOf({ cron, timezone }: Schedule): Cron {
  return new Cron(cron, { timezone, paused: true, mode: "5-part" });
}
