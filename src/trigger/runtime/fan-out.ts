import { AbortTaskRunError, idempotencyKeys } from "@trigger.dev/sdk";
import type { BatchId } from "../../domain/batch.ts";
import { quotaClosedUntil } from "../../store/quota-windows.ts";
import { deferOpenTasks } from "../../store/automation-tasks.ts";
import { type ScrapeTarget, scrapeTargets } from "../../store/scrape-targets.ts";
import { Interruption } from "../../workflow/interruption.ts";
import { ScrapePartPayload } from "../../workflow/payloads.ts";
import { scrapePart } from "../scrape-part.ts";
import { chunksOf } from "./chunks-of.ts";
import { errorText, isAbort } from "./error-text.ts";
import { showProgress } from "./progress.ts";
import { reconcile } from "./reconcile.ts";
import type { RunStages } from "./run-stages.ts";
import { partTags, queueTtl } from "./run-tags.ts";

/** Items in one call of the platform, half of what it takes. */
const chunkSize = 500;
/** Parts whose runs ended without doing them get another run, this often in all. */
const maxRounds = 3;
/** Parts of the high lane overtake others that have waited up to so much longer, in seconds. */
const headStartSeconds = 600;

/**
 * Scrapes every open part of a batch, one run each, and makes good what those runs left undone.
 *
 * @throws {AbortTaskRunError} when every part would fail the same way; what is open stays open.
 */
export async function fanOut(stages: RunStages, batchId: BatchId): Promise<void> {
  const { ledger, provider, log } = stages.deps;
  for (let round = 1; round <= maxRounds; round += 1) {
    const closedUntil = await quotaClosedUntil(ledger, provider.name);
    if (closedUntil !== null) {
      const deferred = await deferOpenTasks(ledger, batchId, closedUntil);
      log.warn("provider quota is used up", { batch: batchId, deferred, until: closedUntil });
      return;
    }
    // The first round waits for runs that an earlier attempt of this one has started, too.
    const targets = await scrapeTargets(ledger, batchId, { isFree: round > 1 });
    if (targets.length === 0) return;
    for (const chunk of chunksOf(targets, chunkSize)) await scrapeChunk(stages, batchId, chunk);
  }
}

async function scrapeChunk(
  stages: RunStages,
  batchId: BatchId,
  targets: readonly ScrapeTarget[],
): Promise<void> {
  const items = await Promise.all(targets.map((target) => itemFor(batchId, target)));
  // A key that occurs twice in one call is never answered, and this run would wait for ever.
  if (new Set(items.map((item) => item.options.idempotencyKey)).size !== items.length) {
    throw new AbortTaskRunError(`Two parts of ${batchId} have the same key; none of them was started.`);
  }
  const { runs } = await scrapePart.batchTriggerAndWait(items);
  // Whoever cancels this run cancels those of its parts, too: they stay open for the run that goes on with the batch.
  if (stages.deps.signal.aborted) throw new Interruption();
  await reconcile(
    stages,
    targets.map(({ id, mpn }, index) => ({ taskId: id, mpn, run: runs[index] })),
    batchId,
  );
  await showProgress(stages.deps, batchId, "self");
  const aborted = runs.find((run) => !run.ok && isAbort(run.error));
  if (aborted !== undefined && !aborted.ok) throw new AbortTaskRunError(errorText(aborted.error));
}

/** The payload is checked here: one that does not pass would fail this run, and start none of the others. */
async function itemFor(batchId: BatchId, { id, partKey, mpn, lane, generation }: ScrapeTarget) {
  return {
    payload: ScrapePartPayload.parse({ batchId, taskId: id, mpn }),
    options: {
      // Global: the same part of the same batch is the same work, whichever run asks for it.
      idempotencyKey: await idempotencyKeys.create(["scrape-part", batchId, partKey, String(generation)], {
        scope: "global",
      }),
      idempotencyKeyTTL: "2d",
      // A run that nobody has started after a day is no use: the sweep makes another.
      ttl: queueTtl,
      priority: lane === "high" ? headStartSeconds : 0,
      tags: partTags(batchId, mpn),
    },
  };
}
