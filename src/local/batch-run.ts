import pLimit, { type LimitFunction } from "p-limit";
import { dispositions } from "../domain/error-class.ts";
import { AttemptFault } from "../domain/fault.ts";
import type { CallGate, Provider } from "../scrape/provider.ts";
import type { AttemptDependencies } from "../stages/scrape-attempt.ts";
import type { PartEvent } from "./run-observer.ts";

export interface ScrapeBatchDependencies extends AttemptDependencies {
  readonly maxConcurrent: number;
  readonly signal: AbortSignal;
  readonly onPlanned: (parts: number) => void;
  readonly onPart: (event: PartEvent) => void;
}

/** One pass over the open parts of a batch, and what its parts share. */
export interface BatchRun {
  readonly deps: ScrapeBatchDependencies;
  /** Aborted when no further attempt makes sense for any part. */
  readonly stop: AbortController;
  /** Parts in work: more than calls in flight, because a part that saves its product makes no call. */
  readonly gate: LimitFunction;
  readonly calls: LimitFunction;
  /** Until when the quota is used up; null while it is open. */
  closedUntil: Date | null;
}

/** Starts with the quota open and nothing in work. */
export function startBatchRun(deps: ScrapeBatchDependencies): BatchRun {
  return {
    deps,
    stop: new AbortController(),
    gate: pLimit(deps.maxConcurrent * 2),
    calls: pLimit(deps.maxConcurrent),
    closedUntil: null,
  };
}

/**
 * The provider with its calls limited. Whatever stops the run does so before the next call gets its turn: one that
 * waited until then is not made.
 */
export function limitedProvider(run: BatchRun): Provider {
  const { provider } = run.deps.scrape;
  const gate: CallGate = (call) =>
    run.calls(async () => {
      refuseIfStopped(run);
      try {
        return await call();
      } catch (error) {
        if (error instanceof AttemptFault) noteStop(run, error);
        throw error;
      }
    });
  return { ...provider, lookUp: (query, signal) => provider.lookUp(query, signal, gate) };
}

function refuseIfStopped({ closedUntil, stop, deps }: BatchRun): void {
  if (closedUntil !== null) {
    const retryAfterMs = closedUntil.getTime() - deps.scrape.now().getTime();
    throw new AttemptFault("rate_limited", "the provider's quota is used up", {
      isQuotaExhausted: true,
      retryAfterMs,
    });
  }
  if (stop.signal.aborted) throw new AttemptFault("cancelled", "the run was stopped");
}

function noteStop(run: BatchRun, fault: AttemptFault): void {
  if (fault.isQuotaExhausted) {
    const waitMs = fault.retryAfterMs ?? run.deps.retryPolicy.unknownQuotaResetMs;
    run.closedUntil = new Date(run.deps.scrape.now().getTime() + waitMs);
  }
  if (dispositions[fault.errorClass] === "abort") run.stop.abort();
}
