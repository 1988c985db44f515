import { schemaTask } from "@trigger.dev/sdk";
import { settleBatchStage } from "../stages/settle-batch-stage.ts";
import { BatchPayload } from "../workflow/payloads.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { runStages } from "./runtime/run-stages.ts";

/** Ends a batch with its verdict, unless something of it is still open. */
export const settleBatch = schemaTask({
  id: "settle-batch",
  description: "Ends a batch with its verdict once nothing of it is open.",
  schema: BatchPayload,
  run: async ({ batchId }, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      return await settleBatchStage(stages, batchId);
    }),
});
