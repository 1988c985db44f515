import type { BatchId } from "../../domain/batch.ts";
import type { RunRequest } from "../../domain/run-request.ts";
import { holdLeases } from "../../stages/hold-leases.ts";
import { runBatches } from "../../store/run-batches.ts";
import { type RunOutcome, resumeBatches, runWorkflow } from "../../workflow/run-workflow.ts";
import type { Settled } from "../../workflow/stages.ts";
import { continuedRun } from "../../workflow/continued-run.ts";
import { startRun } from "../../workflow/start-run.ts";
import { abortOnUserError } from "./abort-on-user-error.ts";
import { lastOf, listed } from "./listed.ts";
import { replayRun } from "./replay-parts.ts";
import { type Attempt, type RunStages, runStages } from "./run-stages.ts";
import { takeOverUnfinished } from "./take-over.ts";
import { triggerStages } from "./trigger-stages.ts";
import { useLatestRules } from "./use-latest-rules.ts";

/**
 * The whole workflow. An attempt or a replay of the same run goes on where the one before it stopped, and a replay does
 * again what failed in batches that were settled; with `redecide`, by the latest rules.
 */
export function runDag(
  run: { readonly runId: string; readonly request: RunRequest; readonly redecide: boolean },
  attempt: Attempt,
): Promise<RunOutcome & { readonly replayed: readonly Settled[] }> {
  return withBatches(attempt, "api", async (stages) => {
    const { ledger, config, settings, now } = stages.deps;
    // Rules that cannot be used are told before anything is taken up.
    await stages.nextRuleset();
    const start = startRun(run.request, {
      runId: run.runId,
      now: now(),
      scheduledAt: null,
      ...settings,
      ...config,
    });
    const begun = await runBatches(ledger, run.runId);
    if (run.redecide) for (const { id } of begun) await useLatestRules(stages, id);
    const outcome = await runWorkflow(triggerStages(stages), continuedRun(start, begun));
    const replayed = attempt.ctx.run.isReplay === true ? await replayRun(stages, run) : [];
    return { ...listed(outcome), replayed: lastOf(replayed) };
  });
}

/** Finishes one batch that was begun and not settled; does nothing where somebody else is at it. */
export function resumeDag(batchId: BatchId, attempt: Attempt): Promise<Settled[]> {
  return withBatches(attempt, "api", (stages) => {
    const unfinishedBatches = () => takeOverUnfinished(stages, batchId);
    return resumeBatches({ ...triggerStages(stages), unfinishedBatches });
  });
}

/** The batches that the action opens or takes over are this run's until it ends. */
export function withBatches<Result>(
  attempt: Attempt,
  trigger: "api" | "schedule",
  action: (stages: RunStages) => Promise<Result>,
): Promise<Result> {
  return abortOnUserError(async () => {
    await using stages = await runStages(attempt, trigger);
    const { ledger, lease, log, provider, signal } = stages.deps;
    const leases = holdLeases(ledger, lease, log);
    try {
      await provider.checkAccess(signal);
      return await action(stages);
    } finally {
      await leases[Symbol.asyncDispose]();
    }
  });
}
