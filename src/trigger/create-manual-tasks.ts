import { schemaTask } from "@trigger.dev/sdk";
import { fileManualTasksStage } from "../stages/file-manual-tasks-stage.ts";
import { settleBatchStage } from "../stages/settle-batch-stage.ts";
import { BatchPayload } from "../workflow/payloads.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { runStages } from "./runtime/run-stages.ts";

/** Files a manual task for every part of a batch that needs one and has none. */
export const createManualTasks = schemaTask({
  id: "create-manual-tasks",
  description:
    "Files the manual tasks that a batch lacks: parts routed to a person, and lookups that failed.",
  schema: BatchPayload,
  run: async ({ batchId }, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      const receipt = await fileManualTasksStage(stages, batchId);
      // Nobody waits for a run that was started by hand, such as a replay once the database takes the tasks.
      if (attempt.ctx.run.parentTaskRunId === undefined) await settleBatchStage(stages, batchId);
      return receipt;
    }),
});
