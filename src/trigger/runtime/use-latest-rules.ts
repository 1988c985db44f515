import type { BatchId } from "../../domain/batch.ts";
import { storeRuleset } from "../../store/batch-record.ts";
import { askForRedecision } from "../../store/redecisions.ts";
import type { RunStages } from "./run-stages.ts";

/** Has the latest rules decide what is not finished of a batch, when it is decided next; a settled one stays as it is. */
export async function useLatestRules(
  { deps: { ledger }, nextRuleset }: RunStages,
  batchId: BatchId,
): Promise<void> {
  const ruleset = await nextRuleset();
  await storeRuleset(ledger, { ...ruleset, content: ruleset.source });
  await askForRedecision(ledger, batchId, ruleset.hash);
}
