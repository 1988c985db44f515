import type { BatchId } from "../domain/batch.ts";
import { UserError } from "../domain/fault.ts";
import { extractParts } from "../extract/extract-parts.ts";
import type { SourceReader } from "../extract/source-reader.ts";
import { batchTally } from "../store/batch-tally.ts";
import { finishExtraction } from "../store/extraction.ts";
import { recordSourceQueries } from "../store/source-queries.ts";
import { settleBatch } from "../store/settle-batch.ts";
import type { Extracted } from "../workflow/stages.ts";
import type { LoadedBatch, StageDependencies, StageRun } from "./stage-run.ts";

/**
 * Fills a batch from the source; one that is extracted already is only counted. One that was begun from another source
 * than this run reads keeps the parts it has.
 */
export async function extractPartsStage(run: StageRun, batchId: BatchId): Promise<Extracted> {
  const { deps, load } = run;
  const batch = await load(batchId);
  // A batch that is extracted reads nothing more, so a resumed run need not have its source.
  const reader = batch.stage === "opened" ? await readerOf(run, batch) : null;
  const filling = reader === null ? null : { reader, directory: deps.readManufacturers() };
  try {
    const extracted = await extractParts({ ...deps, ...deps.settings }, batch, filling);
    if (filling !== null) await recordQueries(run, batchId);
    return extracted;
  } catch (error) {
    if (error instanceof UserError) await failUnread(deps, batch, error.message);
    throw error;
  }
}

/** Null for a batch that was begun from another source than this run reads: its extraction ends here. */
async function readerOf({ deps, readerFor }: StageRun, batch: LoadedBatch): Promise<SourceReader | null> {
  const { uri } = await deps.openSource();
  const { id, sourceUri } = batch;
  if (sourceUri === null || sourceUri === uri) return readerFor(batch);
  const reason = `it was begun from ${sourceUri}, which the run that went on with it does not read: run again with that source for what it lacks`;
  deps.log.warn("a batch is left as full as it is", { batch: id, reason });
  await finishExtraction(deps.ledger, id, reason);
  return null;
}

/** Keeps what reading the source cost with the batch; a batch that is filled does not fail over it. */
async function recordQueries({ deps, billedQueries }: StageRun, batchId: BatchId): Promise<void> {
  try {
    await recordSourceQueries(deps.ledger, batchId, await billedQueries());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    deps.log.warn("what the source's query cost is not known", { batch: batchId, error });
  }
}

/** A batch whose source cannot be used ends as failed with the reason; one that has parts can go on later. */
async function failUnread({ ledger }: StageDependencies, batch: LoadedBatch, reason: string): Promise<void> {
  const tally = await batchTally(ledger, batch.id);
  if (tally === undefined || tally.parts > 0) return;
  await finishExtraction(ledger, batch.id, reason);
  await settleBatch(ledger, batch.id, { status: "failed", reason });
}
