/** How a run on Trigger.dev can end without an answer. */
export type BadEnd = "failed" | "crashed" | "timed_out" | "cancelled" | "expired";

/** A run as the platform describes it; what it did stands in the ledger. */
export type RemoteRun =
  /** No worker has taken it yet. */
  | { readonly kind: "queued" }
  | { readonly kind: "running" }
  | { readonly kind: "completed"; readonly output: unknown }
  | { readonly kind: "ended"; readonly end: BadEnd; readonly message: string | null };

/** What is wanted of one call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal: AbortSignal;
}

/** What is needed of Trigger.dev; whatever it refuses is a `PlatformFault`. */
export interface TriggerApi {
  readonly url: string;
  /** Starts a run and answers its id on the platform; the same key starts one run, however often it is sent. */
  start(
    task: "run-workflow" | "replay-batch",
    payload: object,
    options: CallOptions & { readonly key: string; readonly tags: readonly string[] },
  ): Promise<string>;
  retrieve(platformRunId: string, options: CallOptions): Promise<RemoteRun>;
}
