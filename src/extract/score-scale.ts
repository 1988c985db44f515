import { exitCodes, UserError } from "../domain/fault.ts";
import type { RawRow, SourceScores } from "./part-source.ts";
import { rowScore } from "./row-score.ts";

/** From this many rows on, half of the scores decide; of fewer, all must agree. */
const largePageRows = 20;
/** One or two scores may be mistakes. */
const minScores = 3;

/**
 * What speaks against a declared scale of 0 to 1: scores above 1, up to 100. Where most of three or more are, the scale
 * is wrong: quarantining row after row would hide that. Where there are fewer and no other, it may be.
 *
 * @returns a doubt in one sentence, or null.
 * @throws {UserError} with the remedy.
 */
export function checkScaleOfOne(rows: readonly RawRow[]): string | null {
  const scores = rows.map(rowScore).filter((score) => score.kind === "number");
  const high = scores.filter(({ value }) => value > 1 && value <= 100);
  const needed = rows.length >= largePageRows ? scores.length / 2 + 0.5 : scores.length;
  const [example] = high;
  if (example === undefined || high.length < needed) return null;
  return refused(
    `${high.length} of ${scores.length} priority scores lie above 1 (the first is ${example.value}), but the ` +
      `declared scale is 0 to 1: set WORKFLOW_SCORE_SCALE to 100 if the source's full score is 100.`,
    high.length >= minScores,
  );
}

/**
 * What speaks against a declared scale of 0 to 100: no score of the source above 1. Where three or more are fractions,
 * the scale is wrong: such parts would be below every floor, or taken for the least urgent. Else it may be.
 *
 * @returns a doubt in one sentence, or null.
 * @throws {UserError} with the remedy.
 */
export function checkScaleOfHundred({ greatest, fractions }: SourceScores): string | null {
  if (greatest === null || greatest <= 0 || greatest > 0.01) return null;
  return refused(
    `No priority score of the source lies above 1 (the greatest is ${Number((greatest * 100).toPrecision(12))}), but ` +
      `the declared scale is 0 to 100: set WORKFLOW_SCORE_SCALE to 1 if the source's full score is 1.`,
    fractions >= minScores,
  );
}

function refused(problem: string, isCertain: boolean): string {
  if (isCertain) throw new UserError(exitCodes.source, problem);
  return problem;
}

/** Whether a score of these rows cannot be on a scale of 0 to 1. */
export function hasHighScore(rows: readonly RawRow[]): boolean {
  return rows.some((row) => {
    const score = rowScore(row);
    return score.kind === "number" && score.value > 1;
  });
}
