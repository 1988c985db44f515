import { BatchId } from "../domain/batch.ts";
import type { Decision } from "../domain/decision.ts";
import type { PartKey } from "../domain/part.ts";
import { mpnKey } from "../domain/part-key.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { decisionsFor, type DecideDependencies } from "../decide/decide-parts.ts";
import { type ExtractDependencies, planStep } from "../extract/extract-parts.ts";
import type { SkipCounts } from "../extract/part-source.ts";
import { summed } from "../extract/skip-counts.ts";
import { startOfSource } from "../extract/source-position.ts";
import type { SourceReader } from "../extract/source-reader.ts";
import { freshAnswers } from "../store/answers.ts";

export interface PreviewedPart {
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly priorityScore: number | null;
  readonly decision: Decision;
}

/** What a run would take and decide now. */
export interface Preview {
  readonly parts: readonly PreviewedPart[];
  readonly automation: number;
  readonly manual: number;
  /** Parts to automate for which no fresh answer is stored. */
  readonly providerCalls: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly skipped: SkipCounts;
  /** The least priority score that would be read; null when no part would be. */
  readonly cutoffPriority: number | null;
  /** The source has no further part that is due. */
  readonly isExhausted: boolean;
}

export interface PreviewTarget {
  readonly request: RunRequest;
  readonly wantedParts: number;
  readonly businessDay: string;
  readonly provider: string;
  readonly answersFrom: Date;
}

type PreviewDependencies = ExtractDependencies & DecideDependencies & { readonly reader: SourceReader };

/** No batch has this id, so every open part of any batch counts as another's. */
const nobody = BatchId.parse("batch_0");

/** Extracts and decides like a run with this request, and writes nothing. */
export async function previewRun(deps: PreviewDependencies, target: PreviewTarget): Promise<Preview> {
  const { parts, ...selection } = await selectParts(deps, target);
  const automated = parts.filter((part) => part.decision.route === "automation");
  const keys = [...new Set(automated.map((part) => mpnKey(part.mpn)))];
  const stored = await freshAnswers(deps.ledger, target.provider, keys, target.answersFrom);
  return {
    parts,
    automation: automated.length,
    manual: parts.length - automated.length,
    providerCalls: keys.length - stored,
    ...selection,
  };
}

async function selectParts(deps: PreviewDependencies, target: PreviewTarget) {
  const seen = new Set<PartKey>();
  const parts: PreviewedPart[] = [];
  const found = { quarantined: 0, duplicates: 0, skipped: {}, isExhausted: false };
  let cutoffPriority: number | null = null;
  let position = startOfSource;
  while (parts.length < target.wantedParts && !found.isExhausted) {
    const ahead = await deps.reader.read(position);
    const missing = target.wantedParts - parts.length;
    const { consumed, outcome } = await planStep(deps, { id: nobody, ...target }, ahead, seen, missing);
    const decided = await decisionsFor(deps, outcome.candidates, target.request);
    for (const [index, { key, mpn, manufacturer, priorityScore }] of outcome.candidates.entries()) {
      seen.add(key);
      const decision = decided[index]?.decision;
      if (decision !== undefined) parts.push({ mpn, manufacturer, priorityScore, decision });
    }
    found.quarantined += outcome.quarantined.length;
    found.duplicates += outcome.duplicates;
    found.skipped = summed(found.skipped, summed(outcome.skipped, ahead.leftOut));
    found.isExhausted = ahead.isLast && consumed === ahead.rows.length;
    cutoffPriority = outcome.cutoffPriority ?? cutoffPriority;
    position = ahead.positionAfter(consumed);
  }
  return { parts, ...found, cutoffPriority };
}
