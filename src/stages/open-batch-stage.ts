import { businessDay } from "../domain/business-day.ts";
import { SourcePosition, startOfSource } from "../extract/source-position.ts";
import { storeRuleset } from "../store/batch-record.ts";
import { openBatch } from "../store/open-batch.ts";
import { Interruption } from "../workflow/interruption.ts";
import type { Opening, RunState } from "../workflow/stages.ts";
import type { StageRun } from "./stage-run.ts";

/** Opens the next batch of a run, with its share of the day's budget. */
export async function openBatchStage({ deps, readerFor }: StageRun, state: RunState): Promise<Opening> {
  if (deps.signal.aborted) throw new Interruption();
  const at = deps.now();
  const day = businessDay(at, deps.settings.businessTimezone);
  // The source is read before anything is written: a source that fails leaves no batch behind.
  const reader = await readerFor({ request: state.request, businessDay: day, workflow: deps.config });
  await reader.read(state.position === null ? startOfSource : SourcePosition.parse(state.position));
  await storeRuleset(deps.ledger, { ...deps.ruleset, content: deps.ruleset.source });
  const opened = await openBatch(deps.ledger, {
    ...state,
    ...deps,
    at,
    businessDay: day,
    rulesetHash: deps.ruleset.hash,
    source: (await deps.openSource()).description,
    provider: deps.provider.name,
    exploration: { rate: deps.settings.explorationRate, seed: deps.settings.explorationSeed },
    wantedParts: Math.min(state.remainingParts, deps.config.maxBatchSize),
    maxDailyParts: deps.config.maxDailyTasks,
  });
  if (opened.kind === "budget_used_up") return { kind: "budget_used_up" };
  return { kind: "opened", batchId: opened.batchId };
}
