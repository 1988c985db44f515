import { schemaTask } from "@trigger.dev/sdk";
import { decidePartsStage } from "../stages/decide-parts-stage.ts";
import { routeCounts } from "../store/route-counts.ts";
import { DecisionPayload } from "../workflow/payloads.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { runStages } from "./runtime/run-stages.ts";
import { taskTrace } from "./runtime/task-log.ts";
import { useLatestRules } from "./runtime/use-latest-rules.ts";

/** Decides for every part of a batch whether it is looked up or reviewed by a person. */
export const decideParts = schemaTask({
  id: "decide-parts",
  description: "Routes every part of a batch by the rules the batch was opened with.",
  schema: DecisionPayload,
  run: async ({ batchId, redecide }, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      if (redecide) await useLatestRules(stages, batchId);
      await taskTrace("decide", { batch: batchId }, () => decidePartsStage(stages, batchId));
      return { batchId, ...(await routeCounts(stages.deps.ledger, batchId)) };
    }),
});
