import { schemaTask, tags } from "@trigger.dev/sdk";
import { RunPayload } from "../workflow/payloads.ts";
import { runDag } from "./runtime/run-dag.ts";
import { runIdentity } from "./runtime/run-identity.ts";

/** The workflow, as the command line and other systems start it. */
export const runWorkflowTask = schemaTask({
  id: "run-workflow",
  description:
    "Takes parts, decides, looks up, files manual tasks. Replay it to do only what is not finished.",
  schema: RunPayload,
  // Seconds of its own work: the time it waits for the runs of its parts does not count.
  maxDuration: 3_600,
  run: async ({ redecide, ...request }, attempt) => {
    const { runId, tag } = runIdentity(attempt.ctx.run);
    await tags.add(tag);
    return runDag({ runId, request, redecide }, attempt);
  },
});
