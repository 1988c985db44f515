import { schemaTask } from "@trigger.dev/sdk";
import { extractPartsStage } from "../stages/extract-parts-stage.ts";
import { DecisionPayload } from "../workflow/payloads.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { runStages } from "./runtime/run-stages.ts";
import { useLatestRules } from "./runtime/use-latest-rules.ts";

/** Fills a batch with the most urgent parts of the source that are due. */
export const extractParts = schemaTask({
  id: "extract-parts",
  description: "Fills a batch from the source, most urgent parts first. Replaying it takes nothing twice.",
  schema: DecisionPayload,
  // DuckDB and a page of rows with their lists.
  machine: "small-2x",
  run: async ({ batchId, redecide }, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      if (redecide) await useLatestRules(stages, batchId);
      const { taken, position, isExhausted } = await extractPartsStage(stages, batchId);
      return { batchId, taken, position, isExhausted };
    }),
});
