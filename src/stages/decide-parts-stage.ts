import { createDecider } from "../decide/decider.ts";
import { decideParts } from "../decide/decide-parts.ts";
import type { BatchId } from "../domain/batch.ts";
import type { StageRun } from "./stage-run.ts";

/** Decides every undecided part of a batch, by the rules that the batch was opened with. */
export async function decidePartsStage({ deps, load, rulesetOf }: StageRun, batchId: BatchId): Promise<void> {
  const batch = await load(batchId);
  const ruleset = await rulesetOf(batch);
  await decideParts({ ...deps, ruleset, decider: createDecider(ruleset) }, batch);
}
