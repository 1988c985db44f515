import { businessDay } from "../domain/business-day.ts";
import { RunRequest } from "../domain/run-request.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { type RunLiveness, type TakenTick, finishTick, takeTick } from "../store/schedule-ticks.ts";
import type { RunOutcome } from "./run-workflow.ts";
import type { RunState } from "./stages.ts";
import { startRun } from "./start-run.ts";

export interface TickDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly liveness: RunLiveness;
  readonly now: () => Date;
  readonly settings: { readonly businessTimezone: string };
  readonly config: { readonly maxDailyTasks: number };
  /** The workflow, on whatever runtime. */
  readonly run: (start: RunState) => Promise<RunOutcome>;
}

/** One time a schedule was due, as a runtime delivers it. */
export interface DeliveredTick {
  readonly schedule: string;
  readonly scheduledAt: Date;
  readonly missed: number;
  /** The run that answers it, unless an earlier delivery has named another. */
  readonly runId: string;
}

/** What a delivered tick came to; only a tick that was started or continued has an outcome. */
export type TickResult = TakenTick & { readonly outcome: RunOutcome | null };

/**
 * Answers a tick with the run of its day: batch after batch until the day's limit, the quota or the source is used
 * up. A tick delivered twice makes one run, and one that comes while the last run is at work makes none.
 */
export async function runTick(deps: TickDependencies, tick: DeliveredTick): Promise<TickResult> {
  const { ledger, lease, liveness, settings, config } = deps;
  const day = businessDay(tick.scheduledAt, settings.businessTimezone);
  const taken = await takeTick(ledger, { ...tick, businessDay: day }, lease, liveness);
  switch (taken.kind) {
    case "repeated":
    case "skipped_overlap":
      return { ...taken, outcome: null };
    case "started":
    case "continued": {
      const outcome = await deps.run(
        startRun(RunRequest.parse({ limit: null }), {
          runId: taken.runId,
          now: deps.now(),
          scheduledAt: tick.scheduledAt,
          ...settings,
          ...config,
        }),
      );
      await finishTick(ledger, taken.runId, outcome);
      return { ...taken, outcome };
    }
  }
}
