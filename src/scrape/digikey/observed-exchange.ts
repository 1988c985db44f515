import type { HttpAnswer, HttpExchange } from "./http-exchange.ts";
import { readQuota, type Quota } from "./rate-limit.ts";
import { redact } from "./redact.ts";

/** What is asked of DigiKey; `token` does not count against the quota. */
export type Operation = "token" | "keyword" | "media";

/** One call as it went. */
export interface CallEvent {
  readonly operation: Operation;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly requestId: string | null;
  readonly ms: number;
}

/** Who is told about calls and about the quota that their answers report. */
export interface Observer {
  readonly now: () => Date;
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  readonly onQuota?: ((quota: Quota) => void) | undefined;
}

/** DigiKey's id of an answer, for its support. */
export function requestIdOf(headers: Headers): string | null {
  return headers.get("x-digikey-request-id");
}

/** `exchange` for one operation that tells the observer about every call. */
export function observedExchange(
  exchange: HttpExchange,
  observer: Observer,
  operation: Operation,
  secrets: readonly string[],
): HttpExchange {
  return async (request, signal) => {
    const startedAt = observer.now();
    let answer: HttpAnswer | null = null;
    try {
      answer = await exchange(request, signal);
      return answer;
    } finally {
      const requestId = answer === null ? null : requestIdOf(answer.headers);
      const quota = answer === null || operation === "token" ? null : readQuota(answer.headers);
      observer.onCall?.({
        operation,
        status: answer?.status ?? null,
        requestId: requestId === null ? null : redact(requestId, secrets),
        ms: observer.now().getTime() - startedAt.getTime(),
      });
      if (quota !== null) observer.onQuota?.(quota);
    }
  };
}
