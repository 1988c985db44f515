import { setTimeout as sleep } from "node:timers/promises";
import type { BatchId } from "../domain/batch.ts";
import { scrapeAttempt } from "../stages/scrape-attempt.ts";
import { type OpenTask, deferOpenTasks, openTasks, returnTask } from "../store/automation-tasks.ts";
import { quotaClosedUntil } from "../store/quota-windows.ts";
import { type BatchRun, type ScrapeBatchDependencies, limitedProvider, startBatchRun } from "./batch-run.ts";
import type { PartEvent } from "./run-observer.ts";

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
  const run = startBatchRun(deps);
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
  const { mpn } = task;
  if (run.closedUntil !== null) {
    await returnTask(deps.scrape.ledger, task.id, { notBefore: run.closedUntil, calls: 0 });
    return { kind: "deferred", until: run.closedUntil, mpn };
  }
  if (run.stop.signal.aborted || deps.signal.aborted) return "stopped";
  try {
    const scrape = { ...deps.scrape, provider: limitedProvider(run) };
    const end = await scrapeAttempt({ ...deps, scrape }, task, deps.signal);
    if (end.kind === "aborted") throw end.reason;
    if (end.kind === "deferred" && end.isQuotaUsedUp) run.closedUntil = end.until;
    if (end.kind === "retry") return end;
    if (end.kind === "gave_up") {
      const { errorClass, message } = end.reason;
      return { kind: "failed", errorClass, message, mpn };
    }
    return { ...end, mpn };
  } catch (error) {
    run.stop.abort();
    throw error;
  }
}
