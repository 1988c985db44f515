/** What goes wrong with a request. */
export type Fault =
  | { readonly kind: "error"; readonly status: number; readonly reason: string; readonly message?: string }
  /** The work is done, and the answer is an error all the same. */
  | { readonly kind: "error_after_work"; readonly status: number; readonly reason: string }
  /** The connection is cut. */
  | { readonly kind: "hang_up" }
  /** The connection stays open and nothing comes. */
  | { readonly kind: "silence" }
  /** An answer that is not the API's. */
  | { readonly kind: "body"; readonly body: string };

export interface PlannedFault {
  /** Met by `METHOD path?query`. */
  readonly match: RegExp;
  /** How often; once when absent. */
  readonly times?: number;
  /** Requests that match and pass before the first is hit. */
  readonly after?: number;
  readonly fault: Fault;
}

/** Faults that tests have planned; the first that matches is used up. */
export class FaultPlan {
  #planned: { match: RegExp; times: number; after: number; fault: Fault }[] = [];

  add({ match, times = 1, after = 0, fault }: PlannedFault): void {
    this.#planned.push({ match, times, after, fault });
  }

  next(request: string): Fault | undefined {
    const planned = this.#planned.find(({ match, times }) => times > 0 && match.test(request));
    if (planned === undefined) return undefined;
    if (planned.after > 0) {
      planned.after -= 1;
      return undefined;
    }
    planned.times -= 1;
    return planned.fault;
  }
}
