import { exitCodes, UserError } from "../domain/fault.ts";
import type { RawRow } from "./part-source.ts";
import { rowScore } from "./row-score.ts";

/** From this many rows on, half of the scores decide; of fewer, all must agree. */
const largePageRows = 20;
/** One or two high scores may be mistakes; those rows are quarantined one by one. */
const minHighScores = 3;

/**
 * Refuses a page of which most scores lie above 1, up to 100, while the scale is declared as 0 to 1: quarantining
 * row after row would hide that the declaration is wrong.
 *
 * @throws {UserError} with the remedy.
 */
export function refuseWrongScale(rows: readonly RawRow[], scoreScale: 1 | 100): void {
  if (scoreScale === 100) return;
  const scores = rows.map(rowScore).filter((score) => score.kind === "number");
  const high = scores.filter(({ value }) => value > 1 && value <= 100);
  const needed = rows.length >= largePageRows ? scores.length / 2 + 0.5 : scores.length;
  const [example] = high;
  if (example === undefined || high.length < Math.max(minHighScores, needed)) return;
  throw new UserError(
    exitCodes.source,
    `${high.length} of ${scores.length} priority scores lie above 1 (the first is ${example.value}), but the ` +
      `declared scale is 0 to 1: set score_scale to 100 if the source's full score is 100.`,
  );
}
