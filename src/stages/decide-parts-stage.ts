import { decideParts, redecideParts } from "../decide/decide-parts.ts";
import { namedThreshold } from "../decide/named-threshold.ts";
import type { BatchId } from "../domain/batch.ts";
import type { StageRun } from "./stage-run.ts";

/**
 * Decides every undecided part of a batch, by the rules that the batch was opened with. While a replay asks for later
 * rules, those decide, and parts that they have not decided and that are not finished are decided anew.
 */
export async function decidePartsStage(
  { deps, load, rulesetOf, deciderOf }: StageRun,
  batchId: BatchId,
): Promise<void> {
  const batch = await load(batchId);
  const ruleset = await rulesetOf(batch.redecideHash ?? batch.rulesetHash);
  const failureLimit =
    namedThreshold(ruleset, "maxAutomationFailures") ?? batch.workflow.maxAutomationFailures;
  const decide = { ...deps, ruleset, decider: await deciderOf(ruleset), failureLimit };
  await decideParts(decide, batch);
  if (batch.redecideHash !== null) await redecideParts(decide, batch);
}
