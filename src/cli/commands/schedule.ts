import type { AnsweredTick } from "../../app/session-operations.ts";
import { runResult } from "../../app/run-result.ts";
import { businessDay } from "../../domain/business-day.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { nextTicks } from "../../workflow/schedule.ts";
import { type CommonOptions, createContext, type Context, type Shell } from "../context.ts";
import { renderReport } from "../render-report.ts";
import { symbol } from "../terminal/symbol.ts";
import { needsOfNewBatches, withSession } from "../with-session.ts";

/** `workflow schedule next`: the next times the daily run is due. */
export function scheduleNextCommand(
  shell: Shell,
  options: CommonOptions & { readonly count: number },
): ExitCode {
  const context = createContext(shell, options);
  const { schedule, businessTimezone } = context.resolved.values;
  const ticks = nextTicks({ cron: schedule, timezone: businessTimezone }, new Date(), options.count);
  const days = ticks.map((at) => ({ at, businessDay: businessDay(at, businessTimezone) }));
  const text = days.map((tick) => `${tick.at.toISOString()}  business day ${tick.businessDay}`).join("\n");
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify(days, null, 2) : text}\n`);
  return exitCodes.ok;
}

/** `workflow schedule run`: the run of the latest time that was due, unless it was made. */
export async function scheduleRunCommand(shell: Shell, options: CommonOptions): Promise<ExitCode> {
  const context = createContext(shell, options);
  return withSession(context, needsOfNewBatches, async (session) => {
    const tick = await session.runSchedule();
    const { stdout } = context.terminal;
    const result =
      tick?.outcome === null || tick === null ? null : await runResult(session.ledger, tick.outcome);
    if (context.isJson) {
      stdout.write(`${JSON.stringify({ tick, result }, null, 2)}\n`);
    } else {
      const reports = [...(result?.resumed ?? []), ...(result?.batches ?? [])];
      const lines = reports.map((report) => `${renderReport(report, context.terminal)}\n`);
      stdout.write(`${[...lines, tickText(context, tick)].join("\n")}\n`);
    }
    const settled = [...(tick?.outcome?.resumed ?? []), ...(tick?.outcome?.batches ?? [])];
    return settled.some(({ status }) => status === "failed") ? exitCodes.failed : exitCodes.ok;
  });
}

function tickText({ terminal, resolved }: Context, tick: AnsweredTick | null): string {
  const { schedule, businessTimezone } = resolved.values;
  const [next] = nextTicks({ cron: schedule, timezone: businessTimezone }, new Date(), 1);
  const nextText = next === undefined ? "never again" : next.toISOString();
  if (tick === null) return `${symbol("completed", terminal)} nothing is due; the next run is ${nextText}`;
  const at = tick.scheduledAt.toISOString();
  switch (tick.kind) {
    case "repeated":
      return `${symbol("completed", terminal)} the run of ${at} is ${tick.status}; nothing was done`;
    case "skipped_overlap":
      return `${symbol("warning", terminal)} the run of ${at} was skipped: run ${tick.blockedBy} is still at work`;
    case "started":
    case "continued": {
      const stands = tick.missed === 0 ? "" : `, which stands for ${tick.missed} missed before it`;
      return `${symbol("completed", terminal)} run of ${at}${stands}: ${tick.outcome?.takenParts ?? 0} parts taken; next ${nextText}`;
    }
  }
}
