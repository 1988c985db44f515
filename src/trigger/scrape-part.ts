import { AbortTaskRunError, schemaTask } from "@trigger.dev/sdk";
import { batchRecord } from "../store/batch-record.ts";
import { requireOwnProvider } from "../workflow/other-provider.ts";
import { ScrapePartPayload } from "../workflow/payloads.ts";
import { defaultRetryPolicy } from "../workflow/retry-policy.ts";
import { abortOnUserError } from "./runtime/abort-on-user-error.ts";
import { BatchBusy } from "./runtime/batch-busy.ts";
import { fileAfterFailure } from "./runtime/file-after-failure.ts";
import { showProgress } from "./runtime/progress.ts";
import { providerQueue } from "./runtime/provider-queue.ts";
import { closeBatch, reopenPart } from "./runtime/reopen-part.ts";
import { retryOf } from "./runtime/retry-of.ts";
import { runStages } from "./runtime/run-stages.ts";
import { scrapeToReceipt } from "./runtime/scrape-to-receipt.ts";
import { workerConfig } from "./runtime/worker-config.ts";

/** Looks one part up, checks the match and saves the product: one run per part. */
export const scrapePart = schemaTask({
  id: "scrape-part",
  description: "One part: look it up, verify the match, save the product. Replay a failed one to try again.",
  schema: ScrapePartPayload,
  queue: providerQueue,
  // Seconds; an attempt is one or two calls, each with its own timeout.
  maxDuration: 300,
  retry: {
    // A wait for the provider uses an attempt of the platform's, and none of the ledger's.
    maxAttempts: workerConfig.automationRetryAttempts + defaultRetryPolicy.maxWaits,
    outOfMemory: { machine: "small-2x" },
  },
  run: async (payload, attempt) =>
    abortOnUserError(async () => {
      await using stages = await runStages(attempt);
      const { run } = attempt.ctx;
      const { ledger, provider } = stages.deps;
      // The variables of the project may be others by now than those of the run that opened the batch.
      requireOwnProvider(await batchRecord(ledger, payload.batchId), provider.name);
      if (run.isReplay) await reopenPart(stages, payload);
      const receipt = await scrapeToReceipt(stages, payload, attempt.ctx.attempt.number);
      // Nobody waits for a run that was started by hand: it ends the batch itself, if it was the last of it.
      if (run.parentTaskRunId === undefined) await closeBatch(stages, payload.batchId);
      else await showProgress(stages.deps, payload.batchId, "parent");
      return receipt;
    }),
  catchError: retryOf,
  onFailure: async ({ payload, error, ctx, signal }) => {
    // The ledger has such a part as open still: it is the run of the batch that has to stop, or that is at work on it.
    if (error instanceof AbortTaskRunError || error instanceof BatchBusy) return;
    await fileAfterFailure({ ctx, signal }, payload, error);
  },
});
