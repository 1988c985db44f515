import type { BatchId } from "../domain/batch.ts";
import type { AttemptFault } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import type { ScrapeDependencies, ScrapeOutcome } from "../scrape/scrape-outcome.ts";
import { ScrapeFault, giveUp, scrapePart } from "../scrape/scrape-part.ts";
import { deferOpenTasks, noteFailedAttempt, returnTask } from "../store/automation-tasks.ts";
import { closeQuota } from "../store/quota-windows.ts";
import { attemptFaultOf } from "../workflow/attempt-fault-of.ts";
import { type NextStep, type RetryPolicy, nextStep } from "../workflow/retry-policy.ts";

export interface AttemptDependencies {
  readonly scrape: ScrapeDependencies;
  readonly log: Logger;
  /** Attempts at one part in total, the first included. */
  readonly maxAttempts: number;
  readonly retryPolicy: RetryPolicy;
  readonly random: () => number;
}

/** How one attempt at one part ended, as the ledger has it by then; the runtime only has to obey. */
export type AttemptEnd =
  | ScrapeOutcome
  /** Try again after `delayMs`, in milliseconds. */
  | {
      readonly kind: "retry";
      readonly delayMs: number;
      readonly attempt: number;
      readonly reason: AttemptFault;
    }
  /** Failed, and the attempts are used up. */
  | { readonly kind: "gave_up"; readonly attempt: number; readonly reason: AttemptFault }
  /** Put off until then; `isQuotaUsedUp` says that the same holds for every other part. */
  | { readonly kind: "deferred"; readonly until: Date; readonly isQuotaUsedUp: boolean }
  | { readonly kind: "released" }
  /** Every other part would fail the same way. */
  | { readonly kind: "aborted"; readonly reason: AttemptFault };

/**
 * One attempt at one part, and what the retry policy makes of it if it fails, written into the ledger.
 *
 * @throws what is no failed attempt: a defect, or a ledger that is lost.
 */
export async function scrapeAttempt(
  deps: AttemptDependencies,
  task: { readonly id: string; readonly mpn: string },
  signal: AbortSignal,
): Promise<AttemptEnd> {
  try {
    return await scrapePart(deps.scrape, task, signal);
  } catch (error) {
    if (!(error instanceof ScrapeFault)) throw error;
    return afterFault(deps, error, signal);
  }
}

async function afterFault(
  deps: AttemptDependencies,
  fault: ScrapeFault,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const reason = attemptFaultOf(fault.cause, signal.aborted);
  const step = nextStep(
    {
      errorClass: reason.errorClass,
      retryAfterMs: reason.retryAfterMs,
      isQuotaExhausted: reason.isQuotaExhausted,
      attempt: fault.task.attempt,
      maxAttempts: deps.maxAttempts,
      waits: fault.task.waits,
    },
    deps.random,
    deps.retryPolicy,
  );
  logAttempt(deps.log, fault, reason, step);
  return carryOut(deps, fault, reason, step);
}

async function carryOut(
  deps: AttemptDependencies,
  fault: ScrapeFault,
  reason: AttemptFault,
  step: NextStep,
): Promise<AttemptEnd> {
  const { ledger, now } = deps.scrape;
  const { task } = fault;
  const { errorClass, message, detail, calls } = reason;
  switch (step.kind) {
    case "retry":
      await noteFailedAttempt(ledger, task.id, {
        errorClass,
        message,
        detail,
        calls,
        usesAttempt: step.usesAttempt,
      });
      return { kind: "retry", delayMs: step.delayMs, attempt: task.attempt, reason };
    case "defer": {
      const until = new Date(now().getTime() + step.untilMs);
      await returnTask(ledger, task.id, { notBefore: until, calls });
      const isQuotaUsedUp = errorClass === "rate_limited";
      if (isQuotaUsedUp) await holdBack(deps.scrape, task.batchId, until);
      return { kind: "deferred", until, isQuotaUsedUp };
    }
    case "release":
      await returnTask(ledger, task.id, { notBefore: null, calls });
      return { kind: "released" };
    case "abort":
      await returnTask(ledger, task.id, { notBefore: null, calls });
      return { kind: "aborted", reason };
    case "fail":
      await giveUp(deps.scrape, fault, reason);
      return { kind: "gave_up", attempt: task.attempt, reason };
  }
}

/** The quota is used up: nothing more is asked before it opens, by this process or another. */
async function holdBack(
  { ledger, provider }: ScrapeDependencies,
  batchId: BatchId,
  until: Date,
): Promise<void> {
  await closeQuota(ledger, provider.name, until);
  await deferOpenTasks(ledger, batchId, until);
}

function logAttempt(log: Logger, fault: ScrapeFault, reason: AttemptFault, step: NextStep): void {
  log.debug("attempt failed", {
    batch: fault.task.batchId,
    mpn: fault.task.mpn,
    attempt: fault.task.attempt,
    errorClass: reason.errorClass,
    next: step.kind,
    ...reason.detail,
    message: reason.message,
  });
}
