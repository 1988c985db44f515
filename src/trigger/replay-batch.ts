import { schemaTask } from "@trigger.dev/sdk";
import { ReplayBatchPayload } from "../workflow/payloads.ts";
import { replayParts } from "./runtime/replay-parts.ts";
import { withBatches } from "./runtime/run-dag.ts";

/** Replays parts of one batch under one name: those that failed, or those put off. */
export const replayBatch = schemaTask({
  id: "replay-batch",
  description: "Runs the failed or deferred parts of a batch again, as one named incident.",
  schema: ReplayBatchPayload,
  maxDuration: 3_600,
  run: ({ requestedBy, ...request }, attempt) =>
    withBatches(attempt, "api", (stages) => replayParts(stages, request, requestedBy)),
});
