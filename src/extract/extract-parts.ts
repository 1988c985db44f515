import type { BatchId, SkipReason } from "../domain/batch.ts";
import type { Logger } from "../domain/logger.ts";
import { type ManufacturerDirectory } from "../domain/manufacturer.ts";
import type { PartKey } from "../domain/part.ts";
import type { BatchRecord } from "../store/batch-record.ts";
import { finishExtraction, nextOrdinal, recordPage, takenKeys } from "../store/extraction.ts";
import type { Ledger } from "../store/ledger.ts";
import { updateStatistics } from "../store/table-statistics.ts";
import { type CandidatePart, reasonsToSkip } from "../store/taken-parts.ts";
import type { RawRow } from "./part-source.ts";
import { summed } from "./skip-counts.ts";
import { checkScaleOfHundred, hasHighScore } from "./score-scale.ts";
import { skipRules } from "./skip-rules.ts";
import { SourcePosition, startOfSource } from "./source-position.ts";
import type { RowsAhead, SourceReader } from "./source-reader.ts";
import { type AcceptedRow, type Triage, triageRows } from "./triage.ts";

export interface ExtractDependencies {
  readonly ledger: Ledger;
  readonly directory: ManufacturerDirectory;
  readonly scoreScale: 1 | 100;
  readonly refreshAfterDays: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** What a batch is filled with: the rows of a source, and by what names manufacturers go in them. */
export interface Filling {
  readonly reader: SourceReader;
  readonly directory: ManufacturerDirectory;
}

/** What extraction did: counts, and where the next batch of the same run goes on. */
export interface ExtractReceipt {
  readonly batchId: BatchId;
  readonly taken: number;
  readonly position: SourcePosition;
  /** The source has no further row. */
  readonly isExhausted: boolean;
}

/** What rows are sorted out for: a batch, or a preview of one. */
export type StepTarget = Pick<BatchRecord, "id" | "businessDay" | "provider" | "request">;

/** How many rows are triaged and written at once. */
const rowsPerStep = 1_000;

/**
 * Fills a batch from the source, in order of priority, until it has the parts it wants or the source ends. Each
 * page is one transaction with the position, so an interrupted extraction goes on where it stopped. Without a filling,
 * for a batch that is extracted already, it only counts.
 */
export async function extractParts(
  deps: Omit<ExtractDependencies, "directory">,
  batch: BatchRecord,
  filling: Filling | null,
): Promise<ExtractReceipt> {
  const seen = await takenKeys(deps.ledger, batch.id);
  const progress = {
    taken: seen.size,
    ordinal: await nextOrdinal(deps.ledger, batch.id),
    position: batch.position === null ? startOfSource : SourcePosition.parse(batch.position),
    isExhausted: false,
  };
  let scaleDoubt: string | null = null;
  while (filling !== null && progress.taken < batch.wantedParts && !progress.isExhausted) {
    const ahead = await filling.reader.read(progress.position);
    const step = await planStep(
      { ...deps, ...filling },
      batch,
      ahead,
      seen,
      batch.wantedParts - progress.taken,
    );
    const taken = await recordPage(deps.ledger, {
      batchId: batch.id,
      source: batch.source,
      firstOrdinal: progress.ordinal,
      ...step.outcome,
      skipped: summed(step.outcome.skipped, ahead.leftOut),
      position: ahead.positionAfter(step.consumed),
    });
    for (const candidate of step.outcome.candidates) seen.add(candidate.key);
    scaleDoubt ??= step.scaleDoubt;
    progress.taken += taken.size;
    progress.ordinal += step.outcome.candidates.length;
    progress.position = ahead.positionAfter(step.consumed);
    progress.isExhausted = ahead.isLast && step.consumed === ahead.rows.length;
  }
  if (filling !== null) {
    await updateStatistics(deps.ledger, progress.taken, ["batch_parts"]);
    await finishExtraction(deps.ledger, batch.id, reasonForFew(progress.taken, batch, scaleDoubt));
  }
  deps.log.info("parts extracted", { batch: batch.id, taken: progress.taken, wanted: batch.wantedParts });
  return { batchId: batch.id, ...progress };
}

interface StepDependencies extends ExtractDependencies {
  readonly reader: Pick<SourceReader, "scores">;
}

/** Sorts the next rows out, up to and including the last part that the batch still wants; writes nothing. */
export async function planStep(
  deps: StepDependencies,
  batch: StepTarget,
  ahead: RowsAhead,
  seen: ReadonlySet<PartKey>,
  wanted: number,
) {
  const rows = ahead.rows.slice(0, ahead.wholeKeys(Math.min(rowsPerStep, ahead.rows.length)));
  const indexOf = new Map<RawRow, number>(rows.map((row, index) => [row, index]));
  const triage = triageRows(rows, {
    scoreScale: deps.scoreScale,
    directory: deps.directory,
    seen: new Set(seen),
  });
  const scaleDoubt = triage.scaleDoubt ?? (await doubtOfHundred(deps, ahead));
  if (scaleDoubt !== null)
    deps.log.warn("the scores may be on another scale than declared", { problem: scaleDoubt });
  const found = {
    keys: triage.accepted.map((row) => row.key),
    fingerprints: triage.quarantined.map((row) => row.fingerprint),
  };
  const skipped = await reasonsToSkip(deps.ledger, batch.id, found, skipRules(deps, batch));
  const free = triage.accepted.filter((row) => !skipped.has(row.key));
  const last = free.length > wanted ? free[wanted - 1] : undefined;
  const consumed =
    last === undefined ? rows.length : ahead.wholeKeys((indexOf.get(last.raw) ?? rows.length) + 1);
  const isConsumed = (row: { raw: unknown }) =>
    (indexOf.get(row.raw as (typeof rows)[number]) ?? 0) < consumed;
  const accepted = triage.accepted.filter(isConsumed);
  return {
    consumed,
    scaleDoubt,
    outcome: {
      candidates: free.filter(isConsumed).map((row) => candidate(row, deps.directory)),
      duplicates: triage.duplicates.filter(isConsumed).length,
      cutoffPriority: leastPriority(accepted),
      ...splitQuarantined(
        triage.quarantined.filter(isConsumed),
        skipped,
        accepted.flatMap((row) => skipped.get(row.key) ?? []),
      ),
    },
  };
}

/** Only where the first rows have no score above 1 is it worth a look at all of them. */
async function doubtOfHundred(deps: StepDependencies, { isFirst, rows }: RowsAhead): Promise<string | null> {
  if (deps.scoreScale !== 100 || !isFirst || hasHighScore(rows)) return null;
  return checkScaleOfHundred(await deps.reader.scores());
}

/** A row that is in quarantine already is skipped; only a new or changed one is put there. */
function splitQuarantined(
  rows: Triage["quarantined"],
  skipped: ReadonlyMap<string, SkipReason>,
  reasons: readonly SkipReason[],
) {
  const fresh = new Map(
    rows.filter((row) => !skipped.has(row.fingerprint)).map((row) => [row.fingerprint, row]),
  );
  const before = rows.length - fresh.size;
  const counts: Partial<Record<SkipReason, number>> = before === 0 ? {} : { quarantined_before: before };
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return { quarantined: [...fresh.values()], skipped: counts };
}

/** Rows without a score count as 0, as for the floor; null when there is no row. */
function leastPriority(rows: readonly AcceptedRow[]): number | null {
  const least = rows.reduce((score, row) => Math.min(score, row.priorityScore ?? 0), 1);
  return rows.length === 0 ? null : least;
}

function candidate(row: AcceptedRow, directory: ManufacturerDirectory): CandidatePart {
  const { part } = row;
  return {
    key: row.key,
    sourceProductId: part.product_id,
    mpn: part.pn,
    manufacturer: part.manufacturer,
    manufacturerKey: part.manufacturer === null ? null : directory.keyOf(part.manufacturer),
    priorityScore: row.priorityScore,
    sourceRow: part,
    fingerprint: row.fingerprint,
  };
}

function reasonForFew(taken: number, batch: BatchRecord, scaleDoubt: string | null): string | null {
  if (taken >= batch.wantedParts) return null;
  if (taken > 0) return "the source ran out of due parts";
  return scaleDoubt ?? "no part of the source at or above the priority floor is due";
}
