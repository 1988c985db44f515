/** A score as it is decided on and stored: 4 decimals, so that 0.7 + 0.1 reaches 0.8. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
