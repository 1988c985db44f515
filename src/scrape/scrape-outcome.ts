import type { ErrorClass } from "../domain/error-class.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import type { Trace } from "../domain/trace.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import type { Provider } from "./provider.ts";

/** What a scrape works with. */
export interface ScrapeDependencies {
  readonly ledger: Ledger;
  readonly provider: Provider;
  readonly directory: ManufacturerDirectory;
  readonly lease: Lease;
  /** A stored answer younger than this spares the call, in milliseconds. */
  readonly answerLifetimeMs: number;
  readonly now: () => Date;
  readonly trace?: Trace;
}

/** How one scrape ended. Faults are thrown instead: another attempt may succeed. */
export type ScrapeOutcome =
  | { readonly kind: "completed"; readonly grade: "exact" | "alias"; readonly isCached: boolean }
  | { readonly kind: "failed"; readonly errorClass: ErrorClass; readonly message: string }
  /** Completed or failed before, or in somebody else's work: nothing was done. */
  | { readonly kind: "untouched" };
