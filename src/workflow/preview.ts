import { BatchId } from "../domain/batch.ts";
import type { Decision } from "../domain/decision.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { decisionsFor, type DecideDependencies } from "../decide/decide-parts.ts";
import { type ExtractDependencies, planStep } from "../extract/extract-parts.ts";
import { type SourceReader, startOfSource } from "../extract/source-reader.ts";
import type { PartKey } from "../domain/part.ts";
import { mpnKey } from "../domain/part-key.ts";
import { freshAnswers } from "../store/answers.ts";

export interface PreviewedPart {
  readonly mpn: string;
  readonly manufacturer: string | null;
  readonly priorityScore: number | null;
  readonly decision: Decision;
}

/** What a run would do now. */
export interface Preview {
  readonly parts: readonly PreviewedPart[];
  readonly automation: number;
  readonly manual: number;
  /** Parts to automate for which no fresh answer is stored. */
  readonly providerCalls: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly skipped: Readonly<Record<string, number>>;
}

export interface PreviewTarget {
  readonly request: RunRequest;
  readonly wantedParts: number;
  readonly businessDay: string;
  readonly provider: string;
  readonly answersFrom: Date;
}

/** No batch has this id, so every open part of any batch counts as another's. */
const nobody = BatchId.parse("batch_0");

/** Extracts and decides like a run with this request, and writes nothing. */
export async function previewRun(
  deps: Omit<ExtractDependencies, "reader"> & DecideDependencies & { readonly reader: SourceReader },
  target: PreviewTarget,
): Promise<Preview> {
  const seen = new Set<PartKey>();
  const parts: PreviewedPart[] = [];
  const skipped: Record<string, number> = {};
  const counts = { quarantined: 0, duplicates: 0 };
  let position = startOfSource;
  let isExhausted = false;
  while (parts.length < target.wantedParts && !isExhausted) {
    const ahead = await deps.reader.read(position);
    const step = await planStep(
      deps,
      { id: nobody, ...target },
      ahead,
      seen,
      target.wantedParts - parts.length,
    );
    const { candidates } = step.outcome;
    const decided = await decisionsFor(deps, candidates, target.request);
    for (const [index, candidate] of candidates.entries()) {
      seen.add(candidate.key);
      const decision = decided[index]?.decision;
      if (decision !== undefined) parts.push({ ...candidate, decision });
    }
    counts.quarantined += step.outcome.quarantined.length;
    counts.duplicates += step.outcome.duplicates;
    for (const [reason, count] of Object.entries(step.outcome.skipped))
      skipped[reason] = (skipped[reason] ?? 0) + count;
    position = ahead.positionAfter(step.consumed);
    isExhausted = ahead.isLast && step.consumed === ahead.rows.length;
  }
  const automated = parts.filter((part) => part.decision.route === "automation");
  const keys = [...new Set(automated.map((part) => mpnKey(part.mpn)))];
  const stored = await freshAnswers(deps.ledger, target.provider, keys, target.answersFrom);
  return {
    parts: parts.map(({ mpn, manufacturer, priorityScore, decision }) => ({
      mpn,
      manufacturer,
      priorityScore,
      decision,
    })),
    automation: automated.length,
    manual: parts.length - automated.length,
    providerCalls: keys.length - stored,
    ...counts,
    skipped,
  };
}
