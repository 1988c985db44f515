import type { ProductData } from "../domain/product-data.ts";

/** The part that is looked up; the manufacturer is null when the source does not name one. */
export interface PartQuery {
  readonly mpn: string;
  readonly manufacturer: string | null;
}

/** A provider's answer as it is stored: enough to read it again without another call. */
export interface ProviderAnswer {
  /** Plain JSON, already reduced to what `read` needs. */
  readonly payload: unknown;
  /** The provider's id of the last call, for its support. */
  readonly requestId: string | null;
  readonly sourceUrl: string;
  readonly fetchedAt: Date;
  /** Calls that counted against the quota. */
  readonly calls: number;
}

/**
 * Makes one call when there is room for it, by answering with its result; it may refuse the call instead, by throwing.
 */
export type CallGate = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** A source of product data. */
export interface Provider {
  /** Lower case, as stored beside every value that came from it. */
  readonly name: string;
  /**
   * Tries the credentials without spending a call of the quota.
   *
   * @throws {UserError} when the provider refuses them, or cannot be reached after several attempts.
   */
  checkAccess(signal: AbortSignal): Promise<void>;
  /**
   * Looks one part up. Every call that it takes goes through the gate, from the first byte sent to the last received;
   * reading the answer takes no room there.
   *
   * @throws {AttemptFault} when the provider did not answer the question; "nothing found" is an answer.
   */
  lookUp(query: PartQuery, signal: AbortSignal, gate?: CallGate): Promise<ProviderAnswer>;
  /**
   * The products in a stored answer, the provider's own best first.
   *
   * @throws {AttemptFault} of class `parse` when the payload is not of the expected shape.
   */
  read(payload: unknown): readonly ProductData[];
}
