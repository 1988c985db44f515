/** A query of the source, and what its engine charges for it. */
export interface BilledQuery {
  /** The id that the engine knows it by. */
  readonly jobId: string;
  readonly bytesBilled: number;
  readonly usd: number;
  /** Its result was there already: an earlier batch or run had paid for it. */
  readonly isReused: boolean;
}
