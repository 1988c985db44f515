import { engine } from "../support/trigger-engine/engine.ts";
import { schemaTask } from "@trigger.dev/sdk";
import { WorkflowConfig } from "../../src/config/workflow-parameters.ts";
import { BatchPayload } from "../../src/workflow/payloads.ts";
import { type ExecuteBatch, describeExecutor } from "../contract/executor-contract.ts";
import { testResources } from "../support/trigger-engine/test-resources.ts";
import { useWorker } from "../../src/trigger/runtime/worker.ts";
import { fanOut } from "../../src/trigger/runtime/fan-out.ts";
import { runStages } from "../../src/trigger/runtime/run-stages.ts";

/** The scrape stage of a batch's run, alone. */
const scrapeParts = schemaTask({
  id: "scrape-parts",
  schema: BatchPayload,
  run: async ({ batchId }, attempt) => {
    await using stages = await runStages(attempt);
    await fanOut(stages, batchId);
  },
});

const execute: ExecuteBatch = async ({ ledger, provider, maxConcurrent, maxAttempts, signal }, batchId) => {
  await engine.reset();
  engine.limitQueue("provider", maxConcurrent);
  const config = WorkflowConfig.parse({
    automationMaxConcurrent: maxConcurrent,
    automationRetryAttempts: maxAttempts,
  });
  useWorker(() => Promise.resolve(testResources({ ledger, provider, config })));
  const running = engine.run(scrapeParts.id, { batchId });
  signal.addEventListener("abort", () => {
    for (const run of engine.table.of(scrapeParts.id)) engine.cancel(run);
  });
  await running;
  await engine.atRest();
};

describeExecutor("Trigger.dev", execute, { manyParts: 501 });
