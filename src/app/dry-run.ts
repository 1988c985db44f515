import { createDecider } from "../decide/decider.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { SourceEstimate } from "../extract/part-source.ts";
import { openReader, type StageDependencies } from "../stages/stage-run.ts";
import { reservedParts } from "../store/budget-left.ts";
import { type KnownQuota, knownQuota } from "../store/quota-windows.ts";
import { startRun } from "../workflow/start-run.ts";
import { type Preview, previewRun } from "../workflow/preview.ts";

/** What a run would do now, and what it would use up. */
export interface DryRun extends Preview {
  readonly businessDay: string;
  /** The least priority score that a run with this request takes. */
  readonly floor: number;
  /** Parts of the day's limit: all, those that runs have taken or reserved, and those left. */
  readonly budget: { readonly limit: number; readonly reserved: number; readonly left: number };
  /** Null while the provider has not said anything about its quota. */
  readonly quota: KnownQuota | null;
  /** What reading the source is billed for; null for a file. */
  readonly estimate: SourceEstimate | null;
}

/** Extracts and decides like a run with this request, within what is left of the day's budget; writes nothing. */
export async function dryRun(deps: StageDependencies, request: RunRequest): Promise<DryRun> {
  const { ledger, config, settings, provider } = deps;
  const { businessDay: day, remainingParts } = startRun(request, {
    runId: "dry-run",
    now: deps.now(),
    scheduledAt: null,
    ...settings,
    ...config,
  });
  const floor = request.priorityThreshold ?? config.manualPriorityThreshold;
  const reserved = await reservedParts(ledger, day);
  const left = Math.max(0, config.maxDailyTasks - reserved);
  const source = await deps.openSource();
  const estimate = await source.estimate({ floor });
  const ruleset = await deps.latestRuleset();
  const decider = createDecider(ruleset, { ...settings, log: deps.log });
  const reader = await openReader(deps, { request, businessDay: day, floor });
  const preview = await previewRun(
    { ...deps, ...settings, reader, directory: deps.readManufacturers(), ruleset, decider },
    {
      request,
      wantedParts: Math.min(remainingParts, left),
      businessDay: day,
      provider: provider.name,
      answersFrom: new Date(deps.now().getTime() - settings.answerLifetimeMs),
    },
  );
  const budget = { limit: config.maxDailyTasks, reserved, left };
  return {
    ...preview,
    businessDay: day,
    floor,
    budget,
    quota: await knownQuota(ledger, provider.name),
    estimate,
  };
}
