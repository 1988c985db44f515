import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import type { ApiError } from "./api-error.ts";

/** One request with its body read. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly nowMs: number;
  /** When the request came in, on the clock of `performance.now()`, in milliseconds. */
  readonly arrivedAt: number;
  /** The error as an answer; with `mixed` envelopes, `subject` and status decide which of the two it gets. */
  readonly asAnswer: (error: ApiError, subject: string, headers?: OutgoingHttpHeaders) => Answer;
}
