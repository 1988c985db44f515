import { SourcePosition, startOfSource } from "../extract/source-position.ts";
import { storeRuleset } from "../store/batch-record.ts";
import { isSourceTaken } from "../store/day-progress.ts";
import { openBatch } from "../store/open-batch.ts";
import { Interruption } from "../workflow/interruption.ts";
import type { Opening, RunState } from "../workflow/stages.ts";
import type { StageDependencies, StageRun } from "./stage-run.ts";

/** Opens the next batch of a run, with its share of the day's budget. */
export async function openBatchStage(
  { deps, readerFor, nextRuleset }: StageRun,
  state: RunState,
): Promise<Opening> {
  stopIfAsked(deps);
  if (await isDayFinished(deps, state)) return { kind: "day_finished" };
  // The source is read before anything is written: a source that fails leaves no batch behind.
  const reader = await readerFor({
    request: state.request,
    businessDay: state.businessDay,
    workflow: deps.config,
  });
  await reader.read(state.position === null ? startOfSource : SourcePosition.parse(state.position));
  // Reading the first page can take a while, in which whoever waits may have given up.
  stopIfAsked(deps);
  const { description, uri } = await deps.openSource();
  const ruleset = await nextRuleset();
  await storeRuleset(deps.ledger, { ...ruleset, content: ruleset.source });
  const opened = await openBatch(deps.ledger, {
    ...state,
    ...deps,
    at: state.scheduledAt === null ? deps.now() : new Date(state.scheduledAt),
    rulesetHash: ruleset.hash,
    source: description,
    sourceUri: uri,
    provider: deps.provider.name,
    exploration: { rate: deps.settings.explorationRate, seed: deps.settings.explorationSeed },
    wantedParts: Math.min(state.remainingParts, deps.config.maxBatchSize),
    maxDailyParts: deps.config.maxDailyTasks,
  });
  if (opened.kind === "budget_used_up") return { kind: "budget_used_up" };
  return { kind: "opened", batchId: opened.batchId };
}

/** @throws {Interruption} when the run was asked to stop. */
function stopIfAsked({ signal }: StageDependencies): void {
  if (signal.aborted) throw new Interruption();
}

/** Whether a run that is to take what is left of a day has nothing left to take. Asked once, at its start. */
async function isDayFinished(deps: StageDependencies, state: RunState): Promise<boolean> {
  const { request, businessDay, position } = state;
  const takesTheRest = request.limit === null || request.date !== undefined;
  if (position !== null || !takesTheRest) return false;
  return isSourceTaken(deps.ledger, {
    businessDay,
    provider: deps.provider.name,
    sourceUri: (await deps.openSource()).uri,
    floor: request.priorityThreshold ?? deps.config.manualPriorityThreshold,
    refresh: request.refresh,
  });
}
