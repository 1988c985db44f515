import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { CompletenessWeights } from "../../decide/completeness-schema.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import { Scoring } from "../../decide/scoring-schema.ts";
import { storedRuleset } from "../../store/batch-record.ts";
import type { Ledger } from "../../store/ledger.ts";
import type { CombinedWeights } from "../../store/stored-decisions.ts";

/** How facts would be made today, compared with how they were. */
export interface FactChanges {
  /** The weights by which the combined score is made anew; null when it is read as stored. */
  readonly combined: CombinedWeights | null;
  readonly notes: readonly string[];
}

const StoredSources = z.object({ scoring: Scoring, completeness: CompletenessWeights });

/**
 * Finds out whether the scores of stored decisions would be others today. The combined score can be made anew from
 * the scores it came from. Completeness and reliability are read as stored: the history of that day is over.
 */
export async function factChanges(
  ledger: Ledger,
  ruleset: Ruleset,
  storedHashes: readonly string[],
): Promise<FactChanges> {
  const others = storedHashes.filter((hash) => hash !== ruleset.hash);
  const contents = await Promise.all(others.map((hash) => storedRuleset(ledger, hash)));
  const before = contents.map((content) => StoredSources.parse(content));
  const { scoring } = ruleset;
  const isOther = (part: (of: Scoring) => unknown) =>
    before.some((stored) => !isDeepStrictEqual(part(stored.scoring), part(scoring)));
  const isCombinedOther = isOther(({ combinedScore }) => combinedScore);
  const isCompletenessOther = before.some(
    ({ completeness }) => !isDeepStrictEqual(weighed(completeness), weighed(ruleset.completeness)),
  );
  const isHistoryOther = isOther(({ reliability, failureWindowDays }) => ({
    ...reliability,
    // A threshold of the rules, which is not stored in any fact.
    reliableFrom: null,
    failureWindowDays,
  }));
  return {
    combined: isCombinedOther ? scoring.combinedScore : null,
    notes: [
      ...(isCombinedOther ? ["The combined score was made anew by the weights of scoring.json."] : []),
      ...(isCompletenessOther
        ? ["Completeness is as it was stored: other weights in completeness.json show in new decisions only."]
        : []),
      ...(isHistoryOther
        ? ["Reliability and failures are as they were stored: scoring.json shows in new decisions only."]
        : []),
    ],
  };
}

/** What of the weights a completeness is made from; the names of the fields and the version say nothing. */
function weighed({ fields }: CompletenessWeights): unknown {
  return fields.map(({ weight, columns }) => ({ weight, columns }));
}
