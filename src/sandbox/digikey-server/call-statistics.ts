import { BoundedMap } from "./bounded-map.ts";
import type { FaultName } from "./fault-profile.ts";
import type { ProductRoute } from "./route.ts";

/** What a test or a benchmark wants to know about the calls a client made. */
export interface DigikeyServerStats {
  /** Product calls that arrived, the refused ones included. */
  readonly calls: number;
  readonly callsByOperation: Readonly<Partial<Record<ProductRoute["kind"], number>>>;
  /** Calls that passed token and quota, by normalised number: the attempts. The oldest of 100,000 are forgotten. */
  readonly callsByNumber: Readonly<Record<string, number>>;
  /** Of every answer that was sent whole, whatever the route. */
  readonly answersByStatus: Readonly<Record<string, number>>;
  readonly faults: Readonly<Partial<Record<FaultName, number>>>;
  readonly tokensIssued: number;
  /** Product calls that are being answered now, and the most there ever were at a time. */
  readonly inFlight: number;
  readonly maxInFlight: number;
}

const maxNumbers = 100_000;

/** Counts; `snapshot` is what it counted so far. */
export class CallStatistics {
  readonly #byOperation = new Map<ProductRoute["kind"], number>();
  readonly #byNumber = new BoundedMap<string, number>(maxNumbers);
  readonly #byStatus = new Map<string, number>();
  readonly #faults = new Map<FaultName, number>();
  #calls = 0;
  #tokens = 0;
  #inFlight = 0;
  #maxInFlight = 0;

  callStarted(operation: ProductRoute["kind"]): void {
    this.#calls += 1;
    increment(this.#byOperation, operation);
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
  }

  callEnded(): void {
    this.#inFlight -= 1;
  }

  /** Counts an attempt for a number and returns how many there were, this one included. */
  attempted(number: string): number {
    return increment(this.#byNumber, number);
  }

  faulted(fault: FaultName): void {
    increment(this.#faults, fault);
  }

  answered(status: number): void {
    increment(this.#byStatus, String(status));
  }

  tokenIssued(): void {
    this.#tokens += 1;
  }

  snapshot(): DigikeyServerStats {
    return {
      calls: this.#calls,
      callsByOperation: Object.fromEntries(this.#byOperation),
      callsByNumber: Object.fromEntries(this.#byNumber.entries()),
      answersByStatus: Object.fromEntries(this.#byStatus),
      faults: Object.fromEntries(this.#faults),
      tokensIssued: this.#tokens,
      inFlight: this.#inFlight,
      maxInFlight: this.#maxInFlight,
    };
  }
}

interface Counts<Key> {
  get(key: Key): number | undefined;
  set(key: Key, count: number): unknown;
}

function increment<Key>(counts: Counts<Key>, key: Key): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
