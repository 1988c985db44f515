import { setTimeout as sleep } from "node:timers/promises";
import type { BatchId } from "../domain/batch.ts";
import type { AttemptFault } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import { ScrapeFault, giveUp, scrapePart } from "../scrape/scrape-part.ts";
import {
  type OpenTask,
  deferOpenTasks,
  noteFailedAttempt,
  openTasks,
  returnTask,
} from "../store/automation-tasks.ts";
import { closeQuota, quotaClosedUntil } from "../store/quota-windows.ts";
import {
  type BatchRun,
  type PartEvent,
  type ScrapeBatchDependencies,
  limitedProvider,
  startBatchRun,
} from "./batch-run.ts";
import { attemptFaultOf } from "../workflow/attempt-fault-of.ts";
import { type NextStep, nextStep } from "../workflow/retry-policy.ts";

/**
 * Scrapes every open part of a batch. The provider's calls are limited where they are made; a part that saves its
 * product or waits for its next attempt keeps no other part from calling.
 *
 * @throws {AttemptFault} of class `auth` when the provider refuses every part alike; what is open stays open.
 */
export async function scrapeBatch(deps: ScrapeBatchDependencies, batchId: BatchId): Promise<void> {
  const { ledger, provider } = deps.scrape;
  const closedUntil = await quotaClosedUntil(ledger, provider.name);
  if (closedUntil !== null) {
    const deferred = await deferOpenTasks(ledger, batchId, closedUntil);
    deps.log.warn("provider quota is used up", { batch: batchId, deferred, until: closedUntil });
    return;
  }
  const tasks = await openTasks(ledger, batchId);
  deps.onPlanned(tasks.length);
  const run = startBatchRun(deps, batchId);
  const results = await Promise.allSettled(tasks.map((task) => scrapeToEnd(run, task)));
  const fault = results.find((result) => result.status === "rejected");
  if (fault !== undefined) throw fault.reason;
}

/** Attempt after attempt until the part has its outcome, is put back, or the run stops. */
async function scrapeToEnd(run: BatchRun, task: OpenTask): Promise<void> {
  const { deps } = run;
  for (;;) {
    const end = await run.gate(() => oneAttempt(run, task));
    if (end === "stopped") return;
    if (end.kind !== "retry") {
      deps.onPart(end);
      return;
    }
    // Whoever stops the run wakes the sleepers: the part is put back below, or by the release of all leases.
    await sleep(end.delayMs, undefined, { signal: AbortSignal.any([run.stop.signal, deps.signal]) }).catch(
      () => undefined,
    );
  }
}

async function oneAttempt(
  run: BatchRun,
  task: OpenTask,
): Promise<PartEvent | { kind: "retry"; delayMs: number } | "stopped"> {
  const { deps } = run;
  if (run.closedUntil !== null) {
    await returnTask(deps.scrape.ledger, task.id, run.closedUntil);
    return { kind: "deferred", until: run.closedUntil, mpn: task.mpn };
  }
  if (run.stop.signal.aborted || deps.signal.aborted) return "stopped";
  try {
    const scrape = { ...deps.scrape, provider: limitedProvider(run) };
    const outcome = await scrapePart(scrape, task, deps.signal);
    return { ...outcome, mpn: task.mpn };
  } catch (error) {
    if (!(error instanceof ScrapeFault)) {
      run.stop.abort();
      throw error;
    }
    return afterFault(run, error);
  }
}

/** The quota is used up: nothing more is asked before it opens, by this process or another. */
async function holdBack(run: BatchRun, until: Date): Promise<void> {
  const { ledger, provider } = run.deps.scrape;
  run.closedUntil = until;
  await closeQuota(ledger, provider.name, until);
  await deferOpenTasks(ledger, run.batchId, until);
}

async function afterFault(
  run: BatchRun,
  fault: ScrapeFault,
): Promise<PartEvent | { kind: "retry"; delayMs: number }> {
  const { deps } = run;
  const reason = attemptFaultOf(fault.cause, deps.signal.aborted);
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
  return carryOut(run, fault, reason, step);
}

async function carryOut(
  run: BatchRun,
  fault: ScrapeFault,
  reason: AttemptFault,
  step: NextStep,
): Promise<PartEvent | { kind: "retry"; delayMs: number }> {
  const { deps } = run;
  const { ledger } = deps.scrape;
  const { task } = fault;
  const part = { mpn: task.mpn };
  switch (step.kind) {
    case "retry":
      await noteFailedAttempt(ledger, task.id, {
        errorClass: reason.errorClass,
        message: reason.message,
        detail: reason.detail,
        usesAttempt: step.usesAttempt,
      });
      return { kind: "retry", delayMs: step.delayMs };
    case "defer": {
      const until = new Date(deps.scrape.now().getTime() + step.untilMs);
      await returnTask(ledger, task.id, until);
      if (reason.errorClass === "rate_limited") await holdBack(run, until);
      return { kind: "deferred", until, ...part };
    }
    case "release":
      await returnTask(ledger, task.id, null);
      return { kind: "released", ...part };
    case "abort":
      run.stop.abort();
      await returnTask(ledger, task.id, null);
      throw reason;
    case "fail":
      await giveUp(deps.scrape, fault, reason);
      return { kind: "failed", errorClass: reason.errorClass, message: reason.message, ...part };
  }
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
