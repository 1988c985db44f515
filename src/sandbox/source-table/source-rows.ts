import { coprimeStep } from "./coprime-step.ts";
import { rowAtRank, type SourceRow } from "./row-at-rank.ts";

/** How large a table is, and which of the many possible ones. */
export interface SourceTableSize {
  readonly count: number;
  readonly seed: number;
}

/**
 * The rows of a source table as they come in the real world: true parts with the flaws of `story-plan`, not sorted by
 * anything. The same size and seed give the same rows; nothing is kept between rows.
 */
export function* sourceRows({ count, seed }: SourceTableSize): Generator<SourceRow> {
  const step = coprimeStep(count);
  const start = seed % count;
  for (let position = 0; position < count; position += 1) {
    yield rowAtRank((start + position * step) % count, { count, seed });
  }
}
