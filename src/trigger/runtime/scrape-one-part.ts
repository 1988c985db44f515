import { AttemptFault } from "../../domain/fault.ts";
import { type AttemptEnd, scrapeAttempt } from "../../stages/scrape-attempt.ts";
import { deferOpenTasks, returnTask } from "../../store/automation-tasks.ts";
import { quotaClosedUntil } from "../../store/quota-windows.ts";
import {
  endTaskLease,
  failUndone,
  prolongBatchLease,
  putOff,
  taskStates,
} from "../../store/scrape-targets.ts";
import type { ScrapePartPayload } from "../../workflow/payloads.ts";
import { defaultRetryPolicy } from "../../workflow/retry-policy.ts";
import { withProviderSlot } from "./provider-slot.ts";
import { isEndedRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";
import { taskTrace } from "./task-log.ts";

/** How long a part is put off when other processes use every call, in milliseconds. */
const busyMs = 60_000;

/** One attempt at one part, under the limits that all processes share. */
export async function scrapeOnePart(stages: RunStages, payload: ScrapePartPayload): Promise<AttemptEnd> {
  const { deps, resources } = stages;
  const { ledger, signal } = deps;
  await prolongBatchLease(ledger, payload.batchId, deps.lease);
  const end = await withProviderSlot(deps, () => attemptWhileOpen(stages, payload));
  await resources.recordQuota();
  if (end !== "busy") return end;
  if (signal.aborted) return { kind: "released" };
  const until = new Date(deps.now().getTime() + busyMs);
  await putOff(ledger, payload.taskId, until);
  return { kind: "deferred", until, isQuotaUsedUp: false };
}

/** The quota is looked at when it is the part's turn: it may have closed while the part waited. */
async function attemptWhileOpen(
  { deps }: RunStages,
  { batchId, taskId, mpn }: ScrapePartPayload,
): Promise<AttemptEnd> {
  const { ledger, provider, config, settings, log, signal } = deps;
  const closedUntil = await quotaClosedUntil(ledger, provider.name);
  if (closedUntil !== null) {
    await returnTask(ledger, taskId, { notBefore: closedUntil, calls: 0 });
    await deferOpenTasks(ledger, batchId, closedUntil);
    return { kind: "deferred", until: closedUntil, isQuotaUsedUp: true };
  }
  return scrapeAttempt(
    {
      scrape: { ...deps, ...settings, directory: deps.readManufacturers(), trace: taskTrace },
      log,
      maxAttempts: config.automationRetryAttempts,
      retryPolicy: defaultRetryPolicy,
      random: Math.random,
    },
    { id: taskId, mpn },
    signal,
  );
}

/**
 * Frees a task that a run which has ended still holds; a run of which nothing is left cannot let go of it itself.
 * True when it was freed.
 */
export async function freeFromEndedRun({ deps }: RunStages, taskId: string): Promise<boolean> {
  const [state] = await taskStates(deps.ledger, [taskId]);
  if (state?.leaseOwner == null || !state.isLeaseLive || state.leaseOwner === deps.lease.owner) return false;
  if (!(await isEndedRun(state.leaseOwner, deps.log))) return false;
  await endTaskLease(deps.ledger, taskId, state.leaseOwner);
  return true;
}

/** A process that dies again and again at the same part does not get more attempts than a provider that fails. */
export async function failWhenUsedUp(
  { deps }: RunStages,
  { taskId, mpn }: ScrapePartPayload,
): Promise<AttemptEnd | null> {
  const maxAttempts = deps.config.automationRetryAttempts;
  const [state] = await taskStates(deps.ledger, [taskId]);
  if (state === undefined || !state.isOpen || state.leaseOwner !== deps.lease.owner) return null;
  if (state.attempts < maxAttempts) return null;
  const message = `the process that had ${mpn} in work ended ${state.attempts} times before it was done.`;
  await failUndone(deps.ledger, taskId, deps.lease, { errorClass: "abandoned", message });
  return { kind: "gave_up", attempt: state.attempts, reason: new AttemptFault("abandoned", message) };
}
