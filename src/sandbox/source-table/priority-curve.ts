import { stableFraction } from "../digikey-server/stable-hash.ts";

/** Ranks with a score of 0.5 or more, the default floor of a run. */
const wantedRows = 850;
/** How soon scores fall behind them: after this many further ranks the score has halved. */
const halvingRows = 60;

/**
 * The priority score (0 to 1) of a rank: falling evenly from 0.99 to 0.5 over the wanted rows, then fast, so that rank
 * 1,000 is below 0.2, with a long tail that never reaches 0. The seed moves it by less than a step between wanted ranks.
 */
export function priorityAt(rank: number, seed: number): number {
  const score =
    rank < wantedRows ? 0.99 - (0.49 * rank) / wantedRows : 0.5 / (1 + (rank - wantedRows) / halvingRows);
  const jitter = 1 - 0.0004 * stableFraction(seed, "priority", rank);
  return Number((score * jitter).toFixed(9));
}
